package org.sekisho.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * What all are given that are compared.
 *
 * @param bans so many are restored
 * @param rounds so many clients offend, one after the other
 */
record JailTrial(Workbench bench, InstantSource clock, int bans, int rounds) {
    /** Those that look at a log from time to time must not be met at always the same moment. */
    private static final int LONGEST_PAUSE_MILLIS = 2_000;

    private static final int PAUSE_STEP_MILLIS = 377;

    /** Longer than any of them takes to notice. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** Whether a client is kept out. */
    @FunctionalInterface
    interface InForce {
        boolean against(String address) throws IOException, InterruptedException, BenchException;
    }

    /** The same with fewer bans. */
    JailTrial with(int fewer) {
        return new JailTrial(bench, clock, Math.min(bans, fewer), rounds);
    }

    /** Milliseconds from the last line of an offender in the log until the ban is in force, for each round. */
    List<Double> delays(Server server, Path mailLog, InForce ban)
            throws IOException, InterruptedException, BenchException {
        List<Double> millis = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            server.pause(Duration.ofMillis((long) round * PAUSE_STEP_MILLIS % LONGEST_PAUSE_MILLIS));
            String address = Offenders.offending(round);
            Files.write(mailLog, Offenders.logLines(address, clock.instant()), StandardOpenOption.APPEND);
            Instant offended = clock.instant();
            server.await("ban " + address, LIMIT, () -> ban.against(address));
            millis.add(since(offended).toNanos() / 1e6);
        }
        return millis;
    }

    Duration since(Instant start) {
        return Duration.between(start, clock.instant());
    }
}
