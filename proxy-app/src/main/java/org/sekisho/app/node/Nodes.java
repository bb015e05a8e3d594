package org.sekisho.app.node;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.sekisho.state.Held;
import org.sekisho.state.StateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All nodes of the store, of which this is one. It says every {@link Sighting#BEAT} that it is there; what is wrong with
 * the others, as seen from here, is told in the log once.
 */
public final class Nodes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Nodes.class);
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final StateStore state;
    private final InstantSource clock;
    private final Node self;
    private final ListsLag lag;
    /** By address, when others were first heard of from here; a node that died is not heard again. */
    private final Map<String, Instant> first = new HashMap<>();

    private boolean closed;

    public Nodes(StateStore state, InstantSource clock, Node self, ListsLag lag) {
        this.state = state;
        this.clock = clock;
        this.self = self;
        this.lag = lag;
    }

    public Node self() {
        return self;
    }

    /** Says that this node is there, and looks at the others. While the store is away nobody hears it. */
    public CompletionStage<?> beat() {
        return lag.behind()
                .thenCompose(this::say)
                .thenCompose(said -> records())
                .thenAccept(this::look)
                .exceptionally(failure -> {
                    LOG.debug("This node could not say that it is there", failure);
                    return null;
                });
    }

    private synchronized CompletionStage<?> say(long behind) {
        Instant now = clock.instant();
        Sighting here = new Sighting(self, now, behind, lag.looked());
        Optional<Held<Sighting>> record =
                closed ? Optional.empty() : Optional.of(new Held<>(here, now.plus(Sighting.FORGOTTEN)));
        return state.update(Sighting.TABLE, self.address(), "", was -> record, LIMIT);
    }

    /** Those that are alive or were lately, by name; of one that was started anew, only as it is now. */
    public CompletionStage<List<Sighting>> all() {
        return records().thenApply(seen -> {
            Instant now = clock.instant();
            Set<String> alive = seen.stream()
                    .filter(each -> each.aliveAt(now))
                    .map(each -> each.node().name())
                    .collect(Collectors.toSet());
            return seen.stream()
                    .filter(each ->
                            each.aliveAt(now) || !alive.contains(each.node().name()))
                    .sorted(Comparator.comparing(each -> each.node().name()))
                    .toList();
        });
    }

    private CompletionStage<List<Sighting>> records() {
        return state.walk(Sighting.TABLE, "", Sighting.MOST)
                .thenApply(page -> page.entries().stream()
                        .map(entry -> entry.held().value())
                        .toList());
    }

    private synchronized void look(List<Sighting> seen) {
        for (Sighting other : seen) {
            Node node = other.node();
            if (node.address().equals(self.address())) {
                continue;
            }
            if (node.name().equals(self.name()) && !other.aliveAt(clock.instant())) {
                forget(node); // This one, before it was killed; if it runs after all, it says so again.
                continue;
            }
            Instant before = first.putIfAbsent(node.address(), other.heard());
            if (before != null && other.heard().isAfter(before)) {
                first.put(node.address(), Instant.MAX);
                problems(node).forEach(problem -> LOG.warn("Node {}: {}", node.name(), problem));
            }
        }
        first.keySet()
                .retainAll(seen.stream().map(each -> each.node().address()).toList());
    }

    private void forget(Node gone) {
        state.update(Sighting.TABLE, gone.address(), "", was -> Optional.empty(), LIMIT)
                .exceptionally(failure -> {
                    LOG.debug("It is forgotten later", failure);
                    return Optional.empty();
                });
    }

    /** What is wrong with another node, or between it and this one; with what to do. */
    public List<String> problems(Node other) {
        if (other.address().equals(self.address())) {
            return List.of();
        }
        Optional<String> sameName = other.name().equals(self.name())
                ? Optional.of("two nodes have this name: give each its own with state.redis.node")
                : Optional.empty();
        Optional<String> otherKey = other.key() == self.key()
                ? Optional.empty()
                : Optional.of("its jail-key is not that of " + self.name()
                        + ", so that jails count the same wrong password twice: copy the file jail-key of one node into"
                        + " state.directory of all, and restart them");
        return List.of(sameName, otherKey).stream().flatMap(Optional::stream).toList();
    }

    /** This node is not there any more; waits no longer than the store may take. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        try {
            say(0).toCompletableFuture()
                    .orTimeout(LIMIT.toNanos(), TimeUnit.NANOSECONDS)
                    .join();
        } catch (CompletionException e) {
            LOG.debug("The others will see that this node is silent", e);
        }
    }
}
