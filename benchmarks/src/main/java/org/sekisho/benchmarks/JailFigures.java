package org.sekisho.benchmarks;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * What was measured of one that bans.
 *
 * @param delaysMillis from the last offence to the ban being in force, one for each round
 * @param restored from the start of the process until every ban is in force again
 * @param bans how many were restored
 * @param octets the process's resident memory with all bans less that with none
 * @param remark what the figures do not say, or nothing
 */
record JailFigures(String name, List<Double> delaysMillis, Duration restored, int bans, long octets, String remark) {
    static final String HEADING = "%-22s %10s %10s %10s %10s %12s %10s %10s"
            .formatted("", "delay, ms", "longest", "ratio", "bans", "restored, ms", "ratio", "octets/ban");

    double delayMillis() {
        return Medians.of(delaysMillis, Double::doubleValue);
    }

    private double restoredNanosPerBan() {
        return (double) restored.toNanos() / bans;
    }

    private long octetsPerBan() {
        return octets / bans;
    }

    /** A line below {@link #HEADING}; the ratios are to these figures, per ban. */
    String line(JailFigures to) {
        return "%-22s %10.1f %10.1f %10.0f %,10d %,12d %10.1f %,10d%s"
                .formatted(
                        name,
                        delayMillis(),
                        Collections.max(delaysMillis),
                        delayMillis() / to.delayMillis(),
                        bans,
                        restored.toMillis(),
                        restoredNanosPerBan() / to.restoredNanosPerBan(),
                        octetsPerBan(),
                        remark.isEmpty() ? "" : "  " + remark);
    }
}
