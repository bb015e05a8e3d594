package org.sekisho.rules.greylist;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.sekisho.rules.hold.Client;
import org.sekisho.rules.pool.SenderPool;
import org.sekisho.settings.Network;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;

/** What greylisting remembers, for operators. Thread-safe. */
public final class GreylistMemory {
    private static final int PAGE = 100;
    private static final Table<Triplet> TABLE = Triplets.table(GreylistSettings.DEFAULTS);

    private final StateStore state;

    public GreylistMemory(StateStore state) {
        this.state = state;
    }

    /**
     * Mail that has yet to come back.
     *
     * @param triplet client, sender and recipient
     * @param first when it came first
     */
    public record Waiting(String triplet, Instant first) {}

    /** That of a client and its neighbours, at most a hundred; of pools that it may belong to nothing is said. */
    public CompletionStage<List<Waiting>> waiting(InetAddress client) {
        String network = Network.neighbourhood(client);
        String begin = new Client(new SenderPool(SenderPool.Kind.NETWORK, network).key(), network).key() + " ";
        return state.walk(TABLE, begin, PAGE).thenApply(page -> {
            List<Waiting> waiting = new ArrayList<>();
            page.entries().stream()
                    .filter(entry -> entry.key().startsWith(begin))
                    .filter(entry -> entry.held().value().passed().isEmpty())
                    .forEach(entry -> waiting.add(
                            new Waiting(entry.key(), entry.held().value().first())));
            return List.copyOf(waiting);
        });
    }
}
