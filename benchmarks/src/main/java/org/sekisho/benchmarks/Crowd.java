package org.sekisho.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.sekisho.benchmarks.CrowdSession.Outcome;

/**
 * Many clients that come at an even rate, whatever becomes of those before them.
 *
 * @param threads as many may be in a session at once; those that come later wait for one that leaves
 */
record Crowd(NamedClients clients, int perSecond, int threads) {
    /** What became of them. */
    record Result(int delivered, int refused) {}

    /** Each client in turn, from the first one on. */
    Result run(int port, int sessions) throws InterruptedException, BenchException {
        ScheduledExecutorService workers = Executors.newScheduledThreadPool(threads);
        try {
            List<Future<Outcome>> coming = new ArrayList<>(sessions);
            for (int i = 0; i < sessions; i++) {
                int client = i % clients.count();
                coming.add(workers.schedule(
                        () -> CrowdSession.run(port, clients, client),
                        i * 1_000_000L / perSecond,
                        TimeUnit.MICROSECONDS));
            }
            int delivered = 0;
            for (Future<Outcome> each : coming) {
                delivered += outcome(each) == Outcome.DELIVERED ? 1 : 0;
            }
            return new Result(delivered, sessions - delivered);
        } finally {
            workers.shutdownNow();
        }
    }

    private static Outcome outcome(Future<Outcome> session) throws InterruptedException, BenchException {
        try {
            return session.get();
        } catch (ExecutionException e) {
            String why = e.getCause() instanceof IOException ? e.getCause().getMessage() : String.valueOf(e.getCause());
            throw new BenchException("a session of the crowd failed: " + why);
        }
    }
}
