package org.sekisho.rules.client;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sekisho.dns.DnsAnswer;
import org.sekisho.dns.DnsLookup;
import org.sekisho.policy.Case;
import org.sekisho.policy.Slot;

/**
 * Finds the verified names of clients: the address's PTR record, whose name must have the address among its own (FCrDNS).
 * Where an address has several names Postfix takes the one that comes first by chance; here any that is confirmed will do.
 */
public final class ClientNames {
    /** A provider may list all domains that it hosts; nobody gets more than so many looked up. */
    private static final int NAMES_TRIED = 5;

    /** For all look-ups of one address together, about half of the time that a rule has. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final Slot<Once> NAME = new Slot<>(Once::new);

    private final DnsLookup dns;
    private final Duration limit;

    public ClientNames(DnsLookup dns) {
        this(dns, LIMIT);
    }

    ClientNames(DnsLookup dns, Duration limit) {
        this.dns = dns;
        this.limit = limit;
    }

    /** The name of the session's client, looked up once for all who ask in this session. Never fails. */
    public CompletionStage<ClientName> of(Case file) {
        return file.in(NAME).get(() -> find(file.connection().client()));
    }

    /** The name of an address; unknown for now if that takes too long. Never fails. */
    public CompletionStage<ClientName> find(InetAddress client) {
        return lookUp(client)
                .toCompletableFuture()
                .completeOnTimeout(new ClientName.Unknown(), limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private CompletionStage<ClientName> lookUp(InetAddress client) {
        return dns.names(client).thenCompose(answer -> {
            if (answer.failure()) {
                return CompletableFuture.completedStage(new ClientName.Unknown());
            }
            List<String> names = answer.values().stream()
                    .filter(HostName::valid)
                    .limit(NAMES_TRIED)
                    .toList();
            return names.isEmpty()
                    ? CompletableFuture.completedStage(new ClientName.None())
                    : verify(client, names, 0, new ClientName.Unverified(names.get(0)));
        });
    }

    private CompletionStage<ClientName> verify(InetAddress client, List<String> names, int next, ClientName otherwise) {
        if (next == names.size()) {
            return CompletableFuture.completedStage(otherwise);
        }
        String name = names.get(next);
        CompletionStage<DnsAnswer<InetAddress>> forward =
                client instanceof Inet4Address ? dns.ipv4(name) : dns.ipv6(name);
        return forward.thenCompose(answer -> {
            if (answer.values().contains(client)) {
                return CompletableFuture.completedStage(new ClientName.Verified(name));
            }
            return verify(client, names, next + 1, answer.failure() ? new ClientName.Unknown() : otherwise);
        });
    }

    /** The first question of a session finds out, the others get its answer. */
    private static final class Once {
        private @Nullable CompletionStage<ClientName> name;

        synchronized CompletionStage<ClientName> get(Supplier<CompletionStage<ClientName>> find) {
            CompletionStage<ClientName> known = name;
            if (known == null) {
                known = find.get();
                name = known;
            }
            return known;
        }
    }
}
