package org.sekisho.benchmarks;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sekisho.app.admin.RuleLine;
import org.sekisho.policy.Point;
import org.sekisho.testing.DnsServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the rules cost: CPU per session with those of the profile standard and with none. */
@Command(
        name = "rules",
        description =
                "The same crowd, half of it suspects, through a proxy with the profile standard and one with none: CPU per "
                        + "session, and how often each rule ran.",
        mixinStandardHelpOptions = true)
final class RulesBench implements Callable<Integer> {
    private static final double GOAL = 1.4;

    /**
     * The profile with one list to ask, a name server to look for, and a delay that lets a round end in useful time. Suspects
     * who write to a domain that wants no tarpit are greylisted, and are so for as long as this may take.
     */
    static final String STANDARD = """
            {profile: standard, set: {tarpit: {delay: %ds}, greylist: {delay: 12h},
             dns-lists: {lists: [{zone: list.example, weight: 1}]}, sender-ns: {names: [ns.unwanted.example]}},
             domains: {%s: {tarpit: "off"}}}""";

    private final InstantSource clock;

    @Option(
            names = "--rounds",
            description = "each runs both proxies once; the report shows medians (${DEFAULT-VALUE})")
    private int rounds = 5;

    @Option(names = "--clients", description = "addresses; each comes once in a round (${DEFAULT-VALUE})")
    private int clients = 10_000;

    @Option(names = "--rate", description = "clients that come in a second (${DEFAULT-VALUE})")
    private int rate = 800;

    @Option(names = "--warmup", description = "sessions before the first round (${DEFAULT-VALUE})")
    private int warmup = 50_000;

    @Option(names = "--tarpit", description = "seconds that suspects wait (${DEFAULT-VALUE})")
    private int tarpit = 1;

    RulesBench(InstantSource clock) {
        this.clock = clock;
    }

    /** One proxy and what was measured of it. */
    private record Measured(String name, RuledServer target, List<Double> micros, List<Crowd.Result> results) {
        Measured(String name, RuledServer target) {
            this(name, target, new ArrayList<>(), new ArrayList<>());
        }

        double median() {
            return Medians.of(micros, Double::doubleValue);
        }
    }

    @Override
    public Integer call() throws Exception {
        NamedClients named = new NamedClients(clients);
        // A client that waits keeps its thread here, as it costs none there.
        Crowd crowd = new Crowd(named, rate, rate * (tarpit + 1));
        try (Workbench bench = Workbench.open(clock);
                DnsServer dns = DnsServer.start()) {
            named.tell(dns);
            int sink = FrontEnd.sink(bench);
            RuledServer.Surroundings around =
                    new RuledServer.Surroundings(bench, sink, dns.endpoint().port());
            String header = ", proxyProtocol: {from: [127.0.0.0/8]}";
            Measured none = new Measured("none", around.start("none", header, "{profile: none}"));
            Measured all = new Measured(
                    "standard", around.start("standard", header, STANDARD.formatted(tarpit, NamedClients.GREYLISTING)));
            crowd.run(none.target().port(), warmup);
            crowd.run(all.target().port(), warmup);
            for (int round = 0; round < rounds; round++) {
                measure(none, crowd);
                measure(all, crowd);
            }
            none.target().stop();
            print(none, all, System.out);
            boolean allRan = printCounts(all.target().stop(), System.out);
            boolean greylisted = Medians.of(all.results(), Crowd.Result::refused) > 0;
            if (!greylisted) {
                System.out.println("nobody was greylisted: the store has cost nothing");
            }
            return allRan && greylisted && all.median() <= GOAL * none.median() ? 0 : 1;
        }
    }

    private void measure(Measured target, Crowd crowd) throws Exception {
        ProcessTree.Cpu before = target.target().server().tree().cpu();
        Crowd.Result result = crowd.run(target.target().port(), clients);
        ProcessTree.Cpu after = target.target().server().tree().cpu();
        target.micros().add((after.userMicrosSince(before) + after.systemMicrosSince(before)) / clients);
        target.results().add(result);
    }

    private void print(Measured none, Measured all, PrintStream out) {
        out.printf(
                "%d rounds of %d clients, half of them suspects who wait %d s or, one in ten, are greylisted, %d a second; medians%n%n",
                rounds, clients, tarpit, rate);
        out.println("rules        CPU us/session  x none   delivered  refused");
        for (Measured each : List.of(none, all)) {
            out.printf(
                    "%-12s %14.0f %7.2f %11.0f %8.0f%n",
                    each.name(),
                    each.median(),
                    each.median() / none.median(),
                    Medians.of(each.results(), Crowd.Result::delivered),
                    Medians.of(each.results(), Crowd.Result::refused));
        }
        out.printf("%nThe goal is at most %.1f x none.%n%n", GOAL);
    }

    /** Whether every rule ran: one that did not would have cost nothing. Nobody logs in here. */
    private static boolean printCounts(List<RuleLine> counts, PrintStream out) {
        out.println("rule           at          times asked");
        for (RuleLine each : counts) {
            out.printf(
                    "%-14s %-10s %12d%s%n",
                    each.rule(), each.point(), each.asked(), each.asked() == 0 ? "  NEVER" : "");
        }
        return !counts.isEmpty()
                && counts.stream()
                        .filter(each -> !each.point().equals(Point.AUTH.key()))
                        .allMatch(each -> each.asked() > 0);
    }
}
