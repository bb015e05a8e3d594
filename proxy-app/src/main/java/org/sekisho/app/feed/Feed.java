package org.sekisho.app.feed;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.policy.Trail;
import org.sekisho.policy.TrailSink;
import org.sekisho.rules.jail.BanEvent;
import org.sekisho.rules.jail.BanObserver;

/**
 * Passes on what happens to those who follow, and remembers the last {@value #MOST_KEPT} events. Whoever tells it never waits
 * for a follower. Thread-safe.
 */
public final class Feed implements BanObserver, TrailSink {
    public static final int MOST_KEPT = 200;
    public static final int MOST_FOLLOWERS = 20;

    private final InstantSource clock;
    private final Deque<FeedEvent> last = new ArrayDeque<>();
    private final Set<Follower> followers = new LinkedHashSet<>();
    private final CompletableFuture<Void> allGone = new CompletableFuture<>();
    private boolean ended;

    public Feed(InstantSource clock) {
        this.clock = clock;
    }

    /** Bans that held before the start are no news. */
    @Override
    public void told(BanEvent event) {
        if (!(event instanceof BanEvent.Banned banned && banned.restored())) {
            add(BanText.event(event));
        }
    }

    /** Decisions that did something to a client. */
    @Override
    public void accept(Trail trail) {
        if (trail.outcome() != Trail.Outcome.PASSED) {
            add(DecisionText.event(trail));
        }
    }

    /**
     * The configuration was read again.
     *
     * @param by who wanted it
     * @param lines what came of it
     */
    public void reloaded(String by, List<String> lines) {
        add(FeedEvent.plain(clock.instant(), "reload", "Reload (" + by + "): " + String.join("; ", lines)));
    }

    private synchronized void add(FeedEvent event) {
        if (last.size() == MOST_KEPT) {
            last.remove();
        }
        last.add(event);
        followers.forEach(follower -> follower.add(event));
    }

    /** The last events, the oldest first; those of one jail, if one is named. */
    public synchronized List<FeedEvent> last(Optional<String> jail) {
        return last.stream().filter(event -> Follower.wants(jail, event)).toList();
    }

    /** Somebody who sees what happens from now on; empty if as many follow as may. */
    public synchronized Optional<Follower> follow(Optional<String> jail) {
        if (followers.size() == MOST_FOLLOWERS) {
            return Optional.empty();
        }
        Follower follower = new Follower(jail, clock, this);
        followers.add(follower);
        if (ended) {
            follower.add(FeedEvent.end(clock.instant()));
        }
        return Optional.of(follower);
    }

    synchronized void leave(Follower follower) {
        followers.remove(follower);
        if (ended && followers.isEmpty()) {
            allGone.complete(null);
        }
    }

    /** Tells all followers that there will be nothing more. Complete when all have left. */
    public synchronized CompletionStage<Void> end() {
        ended = true;
        FeedEvent end = FeedEvent.end(clock.instant());
        followers.forEach(follower -> follower.add(end));
        if (followers.isEmpty()) {
            allGone.complete(null);
        }
        return allGone.copy();
    }
}
