package org.sekisho.rules.jail;

import static java.util.Comparator.comparing;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sekisho.settings.Network;
import org.sekisho.settings.NetworkTable;

/**
 * Bans in memory, at most one for each subject and jail, arranged to be found by the address of a client. Any thread may
 * look for a client at any time; all the rest is for one thread at a time.
 */
final class StandingBans {
    /** So few that are gone are not worth looking for. */
    private static final int GONE_KEPT = 1_000;

    private final NetworkTable<List<Ban>> bySubject = new NetworkTable<>();
    /** Those that end by themselves, the soonest first, and among them some that do not stand any more. */
    private final PriorityQueue<Ban> byEnd = new PriorityQueue<>(comparing(Ban::end));

    /** At most so many in there that do not stand any more. */
    private int gone;

    private final Map<String, Integer> perJail = new HashMap<>();
    private int size;

    /** The ban that holds this client for the longest time. */
    Optional<Ban> covering(InetAddress client, Instant now) {
        @Nullable Ban longest = null;
        for (List<Ban> here : bySubject.containing(client)) {
            for (Ban ban : here) {
                if (ban.holdsAt(now) && (longest == null || ban.end().isAfter(longest.end()))) {
                    longest = ban;
                }
            }
        }
        return Optional.ofNullable(longest);
    }

    /** All that hold this client. */
    List<Ban> allCovering(InetAddress client, Instant now) {
        return bySubject.containing(client).stream()
                .flatMap(List::stream)
                .filter(ban -> ban.holdsAt(now))
                .toList();
    }

    /** Of this subject itself, by whatever jail. */
    List<Ban> of(Network subject) {
        return bySubject.get(subject).orElse(List.of());
    }

    Optional<Ban> of(Network subject, String jail) {
        return of(of(subject), jail);
    }

    private static Optional<Ban> of(List<Ban> bans, String jail) {
        for (Ban ban : bans) {
            if (ban.jail().equals(jail)) {
                return Optional.of(ban);
            }
        }
        return Optional.empty();
    }

    List<Ban> list() {
        return bySubject.values().flatMap(List::stream).toList();
    }

    int size() {
        return size;
    }

    int count(String jail) {
        return perJail.getOrDefault(jail, 0);
    }

    /** Takes the place of the ban of the same subject by the same jail; false if it stands here as it is already. */
    boolean put(Ban ban) {
        List<Ban> here = of(ban.subject());
        if (here.contains(ban)) {
            return false;
        }
        of(here, ban.jail()).ifPresent(this::remove);
        List<Ban> others = here.isEmpty() ? here : of(ban.subject());
        bySubject.put(
                ban.subject(),
                others.isEmpty()
                        ? List.of(ban)
                        : Stream.concat(others.stream(), Stream.of(ban)).toList());
        perJail.merge(ban.jail(), 1, Integer::sum);
        size++;
        if (ban.until().isPresent()) {
            byEnd.add(ban);
        }
        return true;
    }

    /** False if it does not stand here as it is, because it was removed or replaced. */
    boolean remove(Ban ban) {
        if (of(ban.subject(), ban.jail()).filter(ban::equals).isEmpty()) {
            return false;
        }
        List<Ban> rest =
                of(ban.subject()).stream().filter(other -> !other.equals(ban)).toList();
        if (rest.isEmpty()) {
            bySubject.remove(ban.subject());
        } else {
            bySubject.put(ban.subject(), rest);
        }
        size--;
        perJail.computeIfPresent(ban.jail(), (jail, count) -> count == 1 ? null : count - 1);
        if (ban.until().isPresent() && ++gone > GONE_KEPT && gone > byEnd.size() / 2) {
            byEnd.removeIf(
                    each -> of(each.subject(), each.jail()).filter(each::equals).isEmpty());
            gone = 0;
        }
        return true;
    }

    /** Removes those that have ended by now. */
    List<Ban> removeEnded(Instant now) {
        List<Ban> ended = new ArrayList<>();
        while (!byEnd.isEmpty() && !byEnd.element().holdsAt(now)) {
            Ban first = byEnd.remove();
            if (remove(first)) {
                ended.add(first);
            }
        }
        return ended;
    }
}
