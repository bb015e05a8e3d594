package org.sekisho.benchmarks;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decisions of one node as fast as they can be made, so many at once.
 *
 * @param loops one thread each, as the event loops of a proxy are
 */
record ClosedLoop(GreylistNode node, Retries retries, List<? extends Executor> loops, int atOnce) {
    private static final long LIMIT_SECONDS = 120;

    /** One run, which may go on beside those of other nodes. */
    final class Run {
        private final AtomicInteger left;
        private final CountDownLatch open;

        private Run(int decisions) {
            left = new AtomicInteger(decisions);
            open = new CountDownLatch(decisions);
            for (int i = 0; i < atOnce; i++) {
                Executor loop = loops.get(i % loops.size());
                loop.execute(() -> next(loop));
            }
        }

        private void next(Executor loop) {
            if (left.getAndDecrement() > 0) {
                retries.decide(node, loop).whenComplete((decision, failure) -> {
                    open.countDown();
                    loop.execute(() -> next(loop));
                });
            }
        }

        void await() throws InterruptedException, BenchException {
            if (!open.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new BenchException(open.getCount() + " decisions were not made");
            }
        }
    }

    Run start(int decisions) {
        return new Run(decisions);
    }
}
