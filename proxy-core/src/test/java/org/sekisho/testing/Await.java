package org.sekisho.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another thread or program will do, and fails when it was not done in time. */
public final class Await {
    /** Longer than anything that a test waits for takes on a busy machine. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(5);

    private Await() {}

    /** Returns when the condition holds; {@code what} completes "gave up waiting until ...". */
    public static void until(String what, BooleanSupplier condition) {
        value(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** Returns the value as soon as there is one. */
    public static <T> T value(String what, Supplier<Optional<T>> source) {
        long start = System.nanoTime();
        while (true) {
            Optional<T> value = source.get();
            if (value.isPresent()) {
                return value.get();
            }
            if (System.nanoTime() - start > LIMIT.toNanos()) {
                throw new AssertionError("gave up waiting until " + what + ", after " + LIMIT.toSeconds() + " s");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
