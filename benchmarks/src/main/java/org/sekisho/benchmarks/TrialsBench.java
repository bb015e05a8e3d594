package org.sekisho.benchmarks;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** How long a message is looked at for a trial mail, on the event loop that its session shares with others. Needs no peers. */
@Command(
        name = "trials",
        description = "Time to look for a trial mail in messages of 64 KiB and 256 KiB.",
        mixinStandardHelpOptions = true)
final class TrialsBench implements Callable<Integer> {
    private static final List<Integer> SIZES = List.of(65_536, 262_144);

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        for (TrialScanTime.Kind kind : TrialScanTime.Kind.values()) {
            for (int octets : SIZES) {
                out.printf(
                        "%-12s %4d KiB %,12.0f us (JMH)%n",
                        kind.name().toLowerCase(Locale.ROOT), octets / 1024, TrialScanTime.measure(kind, octets));
            }
        }
        return 0;
    }
}
