package org.sekisho.app.node;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.sekisho.state.Held;
import org.sekisho.state.StateException;
import org.sekisho.state.StateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Orders to reload, each of which every node carries out once: when it is told, or when it next looks at the store. The
 * last one counts; whoever has missed one before it reloads everything. Anybody who may send messages can tell of an order:
 * what is done is what stands in the store, and no more often than {@value #MOST} times in 15 s.
 *
 * @param <T> what comes of it
 */
public final class ReloadOrders<T> {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadOrders.class);
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final int MOST = 3;
    private static final Duration SPAN = Duration.ofSeconds(15);
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final StateStore state;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Function<ReloadOrder, CompletionStage<T>> act;
    /** The order that was carried out last; null before the store could be looked at. */
    private @Nullable String done;

    /** When this node last reloaded because it was told to. */
    private final Deque<Instant> begun = new ArrayDeque<>();
    /** Before that the log has no other line about orders that are ignored. */
    private Instant quietUntil = Instant.MIN;

    private CompletionStage<T> outcome = CompletableFuture.failedStage(new IllegalStateException("no order yet"));

    /** @param act must not block */
    public ReloadOrders(
            StateStore state,
            InstantSource clock,
            RandomGenerator random,
            Function<ReloadOrder, CompletionStage<T>> act) {
        this.state = state;
        this.clock = clock;
        this.random = random;
        this.act = act;
    }

    /** For all nodes, also those that cannot be told now. */
    public CompletionStage<ReloadOrder> place(String by, Optional<String> jail) {
        String id = Long.toHexString(random.nextLong());
        return state.update(
                        ReloadOrder.TABLE,
                        ReloadOrder.LAST,
                        "",
                        was -> Optional.of(new Held<>(
                                new ReloadOrder(
                                        id, was.map(held -> held.value().id()).orElse(""), by, jail.orElse("")),
                                clock.instant().plus(ReloadOrder.KEPT))),
                        LIMIT)
                .thenApply(placed -> placed.orElseThrow().value());
    }

    /** Does what is ordered, unless that has been done; what came of it. */
    public synchronized CompletionStage<T> carryOut(ReloadOrder order) {
        if (!order.id().equals(done)) {
            outcome = act.apply(order.before().equals(done) ? order : order.ofAll());
            done = order.id();
        }
        return outcome;
    }

    /**
     * Another node says that there is this order, which is carried out if the store says so, too. One that is not the last
     * there, because it is old or was never placed, is ignored; one that was carried out is not carried out again.
     *
     * @return what came of it; fails with words for an operator
     */
    public CompletionStage<T> told(ReloadOrder order) {
        synchronized (this) {
            if (order.id().equals(done)) {
                return outcome;
            }
        }
        return state.read(ReloadOrder.TABLE, ReloadOrder.LAST, LIMIT)
                .thenCompose(last -> last.map(Held::value)
                        .filter(placed -> placed.id().equals(order.id()))
                        .map(this::carryOutTold)
                        .orElseGet(() -> ignored("it is not the last that was placed")));
    }

    /** Another node tells of an order that is none. */
    public CompletionStage<T> unreadable() {
        return ignored("it cannot be read");
    }

    private synchronized CompletionStage<T> carryOutTold(ReloadOrder order) {
        return order.id().equals(done) || mayBegin()
                ? carryOut(order)
                : ignored("this node has reloaded " + MOST + " times within " + SPAN.toSeconds() + " s");
    }

    private synchronized CompletionStage<T> ignored(String why) {
        Instant now = clock.instant();
        if (now.isAfter(quietUntil)) {
            quietUntil = now.plus(SILENCE);
            LOG.warn("An order to reload, of which another node tells, is ignored: {}", why);
        }
        return CompletableFuture.failedStage(new StateException("the order is ignored: " + why));
    }

    private boolean mayBegin() {
        Instant now = clock.instant();
        begun.removeIf(time -> !now.isBefore(time.plus(SPAN)));
        if (begun.size() >= MOST) {
            return false;
        }
        begun.add(now);
        return true;
    }

    /** Carries out an order that was not heard. What was ordered before this node was started is done. */
    public CompletionStage<?> catchUp() {
        return state.read(ReloadOrder.TABLE, ReloadOrder.LAST, LIMIT)
                .thenAccept(this::missed)
                .exceptionally(failure -> {
                    LOG.debug("Whether a reload was ordered is not known", failure);
                    return null;
                });
    }

    private synchronized void missed(Optional<Held<ReloadOrder>> last) {
        if (done == null) {
            done = last.map(held -> held.value().id()).orElse("");
        }
        last.map(Held::value)
                .filter(order -> !order.id().equals(done) && mayBegin())
                .ifPresent(order -> {
                    LOG.info("All nodes were told to reload ({}), which this one has not heard", order.by());
                    var unused = carryOut(order);
                });
    }
}
