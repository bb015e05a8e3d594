package org.sekisho.app.redis;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.sekisho.app.redis.Breaker.Circuit;
import org.sekisho.state.UnreachableStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For each server that holds records a {@link Breaker}: of a cluster, those that answer are asked while another one does not.
 * Tells the log and operators what does not work, and since when. Thread-safe.
 */
final class Breakers {
    private static final Logger LOG = LoggerFactory.getLogger(Breakers.class);

    /** How servers are asked. */
    interface Servers {
        /** Asks whether it is there, within a limit. */
        CompletionStage<?> probe(String server);

        /** Does it unless all is closed meanwhile. */
        void after(Duration pause, Runnable work);

        boolean isClosed();
    }

    private final String store;
    private final Servers servers;
    private final InstantSource clock;
    private final RandomGenerator random;
    /** By server, as {@link Connection} names them. */
    private final Map<String, Guard> guards = new ConcurrentSkipListMap<>();

    /** @param store as operators know it */
    Breakers(String store, Servers servers, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.servers = servers;
        this.clock = clock;
        this.random = random;
    }

    Breaker of(String server) {
        return guards.computeIfAbsent(server, Guard::new).breaker;
    }

    /** Nothing is to be asked of that server now. */
    UnreachableStoreException away(String server, Throwable why) {
        return new UnreachableStoreException(wrong(server, why), why);
    }

    /** Forgets servers that hold no records any more. */
    void keep(Collection<String> holding) {
        guards.forEach((server, guard) -> {
            if (!server.equals(Connection.NO_SERVER) && !holding.contains(server) && guards.remove(server, guard)) {
                guard.leave();
            }
        });
    }

    /** What does not work now; empty if all does. */
    Optional<String> trouble() {
        String all = guards.values().stream()
                .flatMap(guard -> guard.trouble().stream())
                .collect(Collectors.joining(". "));
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    private String wrong(String server, Throwable why) {
        String where = server.isEmpty() ? "" : ", at " + server + ",";
        return "The state store " + store + where + " does not work: " + Reasons.of(why);
    }

    private final class Guard implements Circuit {
        private final String server;
        private final Breaker breaker;
        /** When it began not to work; tells nothing while it works. */
        private volatile Optional<Instant> since = Optional.empty();

        private volatile boolean left;

        Guard(String server) {
            this.server = server;
            breaker = new Breaker(this, random);
        }

        Optional<String> trouble() {
            String begun = since.map(time -> "; so since " + time).orElse("");
            return breaker.open().map(why -> wrong(server, why) + begun);
        }

        /** Other servers have what it held. */
        void leave() {
            left = true;
            if (breaker.open().isPresent()) {
                LOG.info(
                        "The state store {}, at {}, holds nothing any more: other servers have what it held",
                        store,
                        server);
            }
        }

        @Override
        public CompletionStage<?> probe() {
            return servers.probe(server);
        }

        @Override
        public void after(Duration pause, Runnable work) {
            servers.after(pause, work);
        }

        @Override
        public void opened(Throwable why) {
            since = Optional.of(clock.instant().truncatedTo(ChronoUnit.SECONDS));
            if (!servers.isClosed()) {
                LOG.error("{}. Each rule does what is declared for that, until it works again", wrong(server, why));
            }
        }

        @Override
        public void closed() {
            since = Optional.empty();
            if (!left) {
                LOG.info("The state store {}{} works", store, server.isEmpty() ? "" : ", at " + server + ",");
            }
        }
    }
}
