package org.sekisho.rules.trial;

import java.net.Inet4Address;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.policy.Credentials;
import org.sekisho.policy.MessageInspection;
import org.sekisho.policy.MessageInspector;
import org.sekisho.policy.Mode;
import org.sekisho.policy.References;
import org.sekisho.policy.Stage;
import org.sekisho.policy.TrailSink;
import org.sekisho.rules.Self;
import org.sekisho.rules.account.AlarmObserver;
import org.sekisho.rules.origin.Origins;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;

/**
 * Looks for trial mails among what users send, tells of them, and refuses them where the settings say so. One for a program,
 * whatever settings come and go. Thread-safe.
 */
public final class TrialScanner implements MessageInspector {
    /** Recipients that trial mails may be for. */
    public static final Table<?> COLLECTORS = Collectors.TABLE;

    /**
     * What a scanner takes from the world.
     *
     * @param references for refusals
     * @param trails is told of messages that were refused, or would have been
     * @param news what is new about where an account comes from
     */
    public record World(
            StateStore state,
            InstantSource clock,
            Self self,
            References references,
            TrailSink trails,
            Origins origins,
            OriginNews news,
            AlarmObserver alarms) {}

    /** The same for every message as long as the settings are. */
    record Terms(TrialSettings settings, List<byte[]> hosts, Optional<String> realm) {}

    final World world;
    final Published published = Published.shipped();
    final Collectors collectors;
    private volatile Terms terms;

    /**
     * For accounts whose names are whole, until {@link #replace}.
     *
     * @param key for hashes; the same on all nodes and from one run to the next
     */
    public TrialScanner(TrialSettings settings, World world, byte[] key) {
        this.world = world;
        collectors = new Collectors(world.state(), new Hashes(key), world.clock());
        terms = terms(settings, Optional.empty());
    }

    /**
     * Puts other settings in place, for messages that begin from now on.
     *
     * @param realm the domain of accounts that may log in without one
     */
    public void replace(TrialSettings settings, Optional<String> realm) {
        terms = terms(settings, realm);
    }

    private Terms terms(TrialSettings settings, Optional<String> realm) {
        List<String> hosts = new ArrayList<>(settings.hosts());
        hosts.add(world.self().hostName());
        world.self().addresses().stream()
                .filter(Inet4Address.class::isInstance)
                .filter(address -> !address.isLoopbackAddress())
                .forEach(address -> hosts.add(address.getHostAddress()));
        return new Terms(settings, Neighbours.words(hosts), realm);
    }

    @Override
    public boolean active() {
        return terms.settings().mode() != Mode.OFF;
    }

    /** A mechanism that hides the account leaves nobody to raise an alarm about. */
    @Override
    public Optional<MessageInspection> begin(Stage.AtData message, Credentials credentials) {
        Terms now = terms;
        return now.settings().mode() == Mode.OFF
                ? Optional.empty()
                : message.introduction()
                        .account()
                        .map(account -> new TrialScan(this, now, message, account, credentials));
    }
}
