package org.sekisho.benchmarks;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.sekisho.testing.DnsServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What clients cost that are held in the tarpit, and what they cost others. */
@Command(
        name = "held",
        description = "Clients held in the tarpit at once: memory of each, threads, and a normal client beside them.",
        mixinStandardHelpOptions = true)
final class HeldBench implements Callable<Integer> {
    /**
     * A delay longer than the measurement; the budget has room for all at the weight that the rule gives them, and the one
     * normal client may connect as often as it is timed.
     */
    private static final String RULES = "{profile: standard, longestDelay: 4m, set: {"
            + "limits: {rates: {connections-per-address: 10000/1s, connections-per-network: 10000/1s}}, "
            + "tarpit: {delay: 4m, budget: {mebibytes: 4096, mebibytesPerNetwork: 4096}}}}";

    /** What one may cost in clear text, in octets of heap and direct memory. */
    private static final long MOST_OCTETS = 8_192;

    /** Threads that come and go by themselves in a virtual machine. */
    private static final long MOST_THREADS = 5;

    /** How much longer a normal session may take beside those who are held. */
    private static final double SLOWEST = 1.2;

    /** So many come and go before the first figure. */
    private static final int WARM = 200;

    private final InstantSource clock;

    @Option(names = "--connections", description = "held at once, in clear text (${DEFAULT-VALUE})")
    private int connections = 15_000;

    @Option(names = "--tls-connections", description = "held at once, under TLS (${DEFAULT-VALUE})")
    private int tlsConnections = 2_000;

    @Option(names = "--sessions", description = "of a normal client, timed one after the other (${DEFAULT-VALUE})")
    private int sessions = 1_000;

    HeldBench(InstantSource clock) {
        this.clock = clock;
    }

    /** What the proxy used at one moment. */
    private record Used(JavaMemory memory, long proportional, long threads) {
        boolean within(Used before, int count) {
            return memory.total() - before.memory.total() <= MOST_OCTETS * count
                    && threads - before.threads <= MOST_THREADS;
        }

        static Used by(RuledServer proxy) throws IOException, InterruptedException, BenchException {
            ProcessTree tree = proxy.server().tree();
            return new Used(JavaMemory.of(proxy.server().process()), tree.proportionalMemory() * 1024, tree.threads());
        }
    }

    /** What came of holding some. */
    private record Cost(double session, boolean within) {}

    @Override
    public Integer call() throws Exception {
        try (Workbench bench = Workbench.open(clock);
                DnsServer dns = DnsServer.start()) {
            // The normal client is no suspect, and the senders' domains exist.
            dns.zone()
                    .host("mail.good.example", "127.0.0.1")
                    .add("example.org 300 MX 10 mail.good.example")
                    .add("domain1.example 300 MX 10 mail.good.example");
            RuledServer.Surroundings around = new RuledServer.Surroundings(
                    bench, FrontEnd.sink(bench), dns.endpoint().port());
            BenchCertificate certificate = BenchCertificate.make(bench);

            System.out.println("KiB per held client, by difference; threads of the proxy");
            System.out.println("        held   heap+direct    heap  direct     PSS   threads before  after");
            RuledServer plain = around.start("plain", "", RULES);
            timed(plain); // warm
            Cost cost = hold("plain", plain, connections, TarpittedClients.Wrapping.NONE, true);
            double beside = cost.session();
            double alone = timed(plain); // Afterwards, when Java has compiled as much: before, it would look slow.
            plain.stop();

            RuledServer tls = around.start("tls", certificate.listenerKeys(), RULES);
            hold("tls", tls, tlsConnections, certificate.client(), false);
            tls.stop();
            System.out.printf(
                    "%na normal client's session, median of %d, microseconds: alone %.0f, beside %d held clients %.0f: x %.2f%n",
                    sessions, alone, connections, beside, beside / alone);
            return cost.within() && beside <= SLOWEST * alone ? 0 : 1;
        }
    }

    /** Prints what they cost; the answer has how long a normal session takes meanwhile, if it is to be timed. */
    private Cost hold(String name, RuledServer proxy, int count, TarpittedClients.Wrapping wrapping, boolean time)
            throws Exception {
        TarpittedClients.open(proxy.port(), count, WARM, wrapping)
                .close(); // what is made once is not counted per client
        Used before = Used.by(proxy);
        try (TarpittedClients held = TarpittedClients.open(proxy.port(), 0, count, wrapping)) {
            double session = time ? timed(proxy) : Double.NaN;
            Used after = Used.by(proxy);
            held.requireHeld();
            System.out.printf(
                    "%-6s %6d %12s %7s %7s %7s %16d %6d%n",
                    name,
                    count,
                    growth(before.memory().total(), after.memory().total(), count),
                    growth(before.memory().heap(), after.memory().heap(), count),
                    growth(before.memory().direct(), after.memory().direct(), count),
                    growth(before.proportional(), after.proportional(), count),
                    before.threads(),
                    after.threads());
            return new Cost(session, after.within(before, count));
        }
    }

    /** The whole session in microseconds, the median of many. */
    private double timed(RuledServer proxy) throws IOException, BenchException {
        double[] whole = new double[sessions];
        for (int i = 0; i < sessions; i++) {
            whole[i] = Arrays.stream(TimedSession.run(proxy.port(), clock)).sum();
        }
        return Medians.of(whole);
    }

    private static String growth(long before, long after, int count) {
        return "%.1f".formatted((after - before) / 1024.0 / count);
    }
}
