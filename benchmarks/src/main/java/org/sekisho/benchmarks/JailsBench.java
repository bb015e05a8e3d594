package org.sekisho.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How soon an offender is kept out, how soon bans are back after a start, and what they take: fail2ban and CrowdSec beside us. */
@Command(
        name = "jails",
        description = "Time to ban, time to restore bans and memory per ban, of sekisho, fail2ban and CrowdSec.",
        mixinStandardHelpOptions = true)
final class JailsBench implements Callable<Integer> {
    private static final Duration LONGEST_RESTORE = Duration.ofSeconds(1);

    private final InstantSource clock;

    @Option(names = "--bans", description = "restored by each, IPv4 addresses (${DEFAULT-VALUE})")
    private int bans = 100_000;

    @Option(names = "--rounds", description = "clients that offend, one after the other (${DEFAULT-VALUE})")
    private int rounds = 20;

    @Option(
            names = "--nftables-bans",
            description =
                    "restored by fail2ban with its nftables action, which runs a program for each (${DEFAULT-VALUE})")
    private int nftablesBans = 2_000;

    @Option(
            names = "--crowdsec",
            paramLabel = "FILE",
            description = "CrowdSec's Debian package, which is only unpacked; without it apt-get fetches it")
    private @Nullable Path crowdsec;

    JailsBench(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        if (bans < 1 || bans > Offenders.MOST_BANNED || rounds < 1) {
            throw new BenchException("--bans must be 1 to " + Offenders.MOST_BANNED + ", --rounds at least 1");
        }
        PrintStream out = System.out;
        out.printf("%,d bans; %d offenders one after the other, medians%n%n", bans, rounds);
        try (Workbench bench = Workbench.open(clock)) {
            JailTrial trial = new JailTrial(bench, clock, bans, rounds);
            JailedSekisho sekisho = new JailedSekisho();
            JailFigures ours = sekisho.measure(trial);
            out.println(JailFigures.HEADING);
            out.println(ours.line(ours));
            peers(trial, ours, out);
            boolean inTime = sekisho.inProcess().compareTo(LONGEST_RESTORE) < 0;
            out.printf(
                    "%nsekisho: %s. Restored within the process in %d ms%s; live objects %,d octets a ban%n",
                    sekisho.late() == 0
                            ? "every offender was refused at its next command"
                            : sekisho.late() + " offenders were answered once more BEFORE they were refused",
                    sekisho.inProcess().toMillis(),
                    inTime ? "" : ", which is TOO LONG",
                    sekisho.heap() / bans);
            return inTime && sekisho.late() == 0 ? 0 : 1;
        }
    }

    private void peers(JailTrial trial, JailFigures ours, PrintStream out) throws InterruptedException {
        measured(new Fail2ban("fail2ban polling", "polling", Optional.empty(), bans), trial, ours, out);
        measured(new Fail2ban("fail2ban pyinotify", "pyinotify", Optional.empty(), bans), trial, ours, out);
        try (KernelNamespace namespace = KernelNamespace.open()) {
            measured(
                    new Fail2ban("fail2ban nftables", "polling", Optional.of(namespace), nftablesBans),
                    trial,
                    ours,
                    out);
        } catch (IOException | BenchException e) {
            out.printf("%-22s left out: %s%n", "fail2ban nftables", e.getMessage());
        }
        measured(new CrowdSec(Optional.ofNullable(crowdsec)), trial, ours, out);
    }

    /** A peer that cannot be had here does not keep the others from being measured. */
    private static void measured(JailPeer peer, JailTrial trial, JailFigures ours, PrintStream out)
            throws InterruptedException {
        try {
            out.println(peer.measure(trial).line(ours));
        } catch (IOException | BenchException e) {
            out.printf("%-22s left out: %s%n", peer.name(), e.getMessage());
        }
    }
}
