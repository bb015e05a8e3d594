package org.sekisho.app.redis;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps callers from waiting for a store that does not answer. After {@value #IN_A_ROW} failures in a row, or when half of
 * the last {@value #LAST} calls have failed, it opens: all calls are to fail at once. Then one probe after another asks
 * whether the store is back, after pauses that double, and that are cut at random so that nodes do not ask together; the
 * first that is answered closes it. Pauses begin anew after {@value #LAST} calls without a failure.
 */
final class Breaker {
    static final int IN_A_ROW = 5;
    static final int LAST = 20;
    static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

    /** What it breaks. */
    interface Circuit {
        /** Asks the store whether it works, within a limit. */
        CompletionStage<?> probe();

        void after(Duration pause, Runnable work);

        void opened(Throwable why);

        void closed();
    }

    private final Circuit circuit;
    private final RandomGenerator random;

    /** Of the last calls, whether each has failed. */
    private final boolean[] calls = new boolean[LAST];

    private int next;
    private int failed;
    private int failedInARow;
    private int workedInARow;
    private Duration pause = FIRST_PAUSE;
    /** Null while it is closed. */
    private volatile @Nullable Throwable why;

    Breaker(Circuit circuit, RandomGenerator random) {
        this.circuit = circuit;
        this.random = random;
    }

    /** Why no call is to be made now; empty if it may. */
    Optional<Throwable> open() {
        return Optional.ofNullable(why);
    }

    /** A call was answered. */
    synchronized void worked() {
        if (why == null) {
            note(false);
            failedInARow = 0;
            if (++workedInARow >= LAST) {
                pause = FIRST_PAUSE;
            }
        }
    }

    /** A call was not answered. One that was made before it opened tells nothing new. */
    void failed(Throwable failure) {
        synchronized (this) {
            if (why != null) {
                return;
            }
            note(true);
            workedInARow = 0;
            if (++failedInARow < IN_A_ROW && failed < LAST / 2) {
                return;
            }
            why = failure;
        }
        opened(failure);
    }

    /** Opens at once: there is no way to the store. */
    void away(Throwable failure) {
        synchronized (this) {
            if (why != null) {
                return;
            }
            why = failure;
        }
        opened(failure);
    }

    private void opened(Throwable failure) {
        circuit.opened(failure);
        probeLater();
    }

    private void note(boolean failure) {
        failed += (failure ? 1 : 0) - (calls[next] ? 1 : 0);
        calls[next] = failure;
        next = (next + 1) % LAST;
    }

    private void probeLater() {
        circuit.after(nextPause(), this::probe);
    }

    private synchronized Duration nextPause() {
        long half = pause.toNanos() / 2;
        Duration cut = Duration.ofNanos(half + random.nextLong(half + 1));
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return cut;
    }

    private void probe() {
        CompletionStage<?> asked;
        try {
            asked = circuit.probe();
        } catch (RuntimeException e) {
            asked = CompletableFuture.failedStage(e);
        }
        asked.whenComplete((answer, failure) -> {
            if (failure != null) {
                why = failure;
                probeLater();
            } else {
                close();
                circuit.closed();
            }
        });
    }

    private synchronized void close() {
        Arrays.fill(calls, false);
        failed = 0;
        failedInARow = 0;
        workedInARow = 0;
        why = null;
    }
}
