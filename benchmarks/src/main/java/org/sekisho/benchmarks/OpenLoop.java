package org.sekisho.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decisions that are due at random times, so many a second, whatever becomes of those before them: each is timed from when
 * it was due, so that one that had to wait for another is not forgotten.
 *
 * @param loops one thread each, as the event loops of a proxy are
 */
record OpenLoop(GreylistNode node, Retries retries, List<ScheduledExecutorService> loops, InstantSource clock) {
    private static final long LIMIT_SECONDS = 60;
    private static final Duration LEAD = Duration.ofMillis(50);

    /** How long decisions took. */
    static final class Times {
        private final double[] micros;

        Times(double[] micros) {
            this.micros = micros.clone();
            Arrays.sort(this.micros);
        }

        /** Microseconds that this part of them took no longer than. */
        double at(double part) {
            return micros[(int) (part * (micros.length - 1))];
        }
    }

    Times run(int perSecond, int decisions) throws InterruptedException, BenchException {
        Run run = new Run(decisions, 1e9 * loops.size() / perSecond);
        Instant start = clock.instant().plus(LEAD);
        for (int i = 0; i < loops.size(); i++) {
            new Arrivals(run, loops.get(i), start, new Random(i)).await();
        }
        if (!run.open.await(LIMIT_SECONDS + decisions / perSecond, TimeUnit.SECONDS)) {
            throw new BenchException(run.open.getCount() + " of " + decisions + " decisions were not made");
        }
        return new Times(run.micros);
    }

    private static final class Run {
        final double[] micros;
        final double meanPauseNanos;
        final AtomicInteger begun = new AtomicInteger();
        final CountDownLatch open;

        Run(int decisions, double meanPauseNanos) {
            micros = new double[decisions];
            this.meanPauseNanos = meanPauseNanos;
            open = new CountDownLatch(decisions);
        }
    }

    /** Those of one loop. */
    private final class Arrivals implements Runnable {
        private final Run run;
        private final ScheduledExecutorService loop;
        private final Random random;
        private Instant due;

        Arrivals(Run run, ScheduledExecutorService loop, Instant start, Random random) {
            this.run = run;
            this.loop = loop;
            this.random = random;
            due = start;
        }

        void await() {
            var unused =
                    loop.schedule(this, Duration.between(clock.instant(), due).toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void run() {
            while (!clock.instant().isBefore(due)) {
                int number = run.begun.getAndIncrement();
                if (number >= run.micros.length) {
                    return;
                }
                decide(number, due);
                due = due.plusNanos((long) (-Math.log(1 - random.nextDouble()) * run.meanPauseNanos));
            }
            await();
        }

        private void decide(int number, Instant wasDue) {
            retries.decide(node, loop).whenComplete((unused, failure) -> {
                run.micros[number] = Duration.between(wasDue, clock.instant()).toNanos() / 1e3;
                run.open.countDown();
            });
        }
    }
}
