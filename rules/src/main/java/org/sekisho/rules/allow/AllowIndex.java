package org.sekisho.rules.allow;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.sekisho.policy.Stage;
import org.sekisho.settings.NetworkTable;

/** Entries, arranged to be found by what is known of a client. Thread-safe. */
final class AllowIndex {
    private final NetworkTable<AllowEntry> networks = new NetworkTable<>();
    private final Map<String, AllowEntry> names = new ConcurrentHashMap<>();
    private final Map<String, List<Sender>> senders = new ConcurrentHashMap<>();

    private record Sender(Subject.Clients from, AllowEntry entry) {}

    /** Takes the place of the entry for the same subject. */
    void put(AllowEntry entry) {
        if (entry.subject() instanceof Subject.In in) {
            networks.put(in.network(), entry);
        } else if (entry.subject() instanceof Subject.Named named) {
            names.put(named.domain(), entry);
        } else if (entry.subject() instanceof Subject.Sender sender) {
            senders.merge(sender.sender(), List.of(new Sender(sender.from(), entry)), AllowIndex::joined);
        }
    }

    void remove(Subject subject) {
        if (subject instanceof Subject.In in) {
            networks.remove(in.network());
        } else if (subject instanceof Subject.Named named) {
            names.remove(named.domain());
        } else if (subject instanceof Subject.Sender sender) {
            senders.computeIfPresent(sender.sender(), (key, present) -> {
                List<Sender> rest = without(sender.from(), present);
                return rest.isEmpty() ? null : rest;
            });
        }
    }

    private static List<Sender> joined(List<Sender> present, List<Sender> one) {
        return Stream.concat(without(one.get(0).from(), present).stream(), one.stream())
                .toList();
    }

    private static List<Sender> without(Subject.Clients from, List<Sender> senders) {
        return senders.stream().filter(sender -> !sender.from().equals(from)).toList();
    }

    /** The entry for the client's address, alone or with the sender. */
    Optional<AllowEntry> byAddress(Stage stage, Instant now) {
        if (networks.isEmpty() && senders.isEmpty()) {
            return Optional.empty();
        }
        InetAddress client = stage.connection().client();
        Stream<AllowEntry> clients = networks.containing(client).stream();
        Stream<AllowEntry> withSender = senders(stage)
                .filter(sender ->
                        sender.from() instanceof Subject.In in && in.network().contains(client))
                .map(Sender::entry);
        return Stream.concat(clients, withSender)
                .filter(entry -> entry.countsAt(now))
                .findFirst();
    }

    /** Whether the client's verified name could make a difference. */
    boolean asksForName(Stage stage) {
        return !names.isEmpty() || senders(stage).anyMatch(sender -> sender.from() instanceof Subject.Named);
    }

    /** The entry for the client's verified name, alone or with the sender. */
    Optional<AllowEntry> byName(Stage stage, String verified, Instant now) {
        String name = verified.toLowerCase(Locale.ROOT);
        Stream<AllowEntry> clients = domains(name).map(names::get).flatMap(Stream::ofNullable);
        Stream<AllowEntry> withSender = senders(stage)
                .filter(sender -> sender.from() instanceof Subject.Named named
                        && domains(name).anyMatch(named.domain()::equals))
                .map(Sender::entry);
        return Stream.concat(clients, withSender)
                .filter(entry -> entry.countsAt(now))
                .findFirst();
    }

    private Stream<Sender> senders(Stage stage) {
        if (senders.isEmpty() || !(stage instanceof Stage.Sending sending)) {
            return Stream.empty();
        }
        return sending.sender().mailbox().stream().flatMap(mailbox -> {
            String domain = "@" + mailbox.domain().toLowerCase(Locale.ROOT);
            String address = mailbox.localPart().toLowerCase(Locale.ROOT) + domain;
            return Stream.of(address, domain).flatMap(key -> senders.getOrDefault(key, List.of()).stream());
        });
    }

    /** The name itself and all domains that it is in. */
    private static Stream<String> domains(String name) {
        return Stream.iterate(
                name,
                domain -> !domain.isEmpty(),
                domain -> domain.indexOf('.') < 0 ? "" : domain.substring(domain.indexOf('.') + 1));
    }
}
