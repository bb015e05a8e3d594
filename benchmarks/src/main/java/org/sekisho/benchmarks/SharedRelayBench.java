package org.sekisho.benchmarks;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sekisho.testing.DnsServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a session costs with the rules of the profile standard, by where their state is. */
@Command(
        name = "shared-relay",
        description =
                "The same crowd, half of it suspects, through a proxy with the profile standard and its state on the disk and"
                        + " one with it in Redis: CPU per session. Needs Debian's redis-server.",
        mixinStandardHelpOptions = true)
final class SharedRelayBench implements Callable<Integer> {
    private static final double BOUND = 1.6;

    private final InstantSource clock;

    @Option(
            names = "--rounds",
            description = "each runs both proxies once; the report shows medians (${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(names = "--clients", description = "addresses; each comes once in a round (${DEFAULT-VALUE})")
    private int clients = 10_000;

    @Option(names = "--rate", description = "clients that come in a second (${DEFAULT-VALUE})")
    private int rate = 800;

    @Option(names = "--warmup", description = "sessions before the first round (${DEFAULT-VALUE})")
    private int warmup = 30_000;

    @Option(names = "--tarpit", description = "seconds that suspects wait (${DEFAULT-VALUE})")
    private int tarpit = 1;

    SharedRelayBench(InstantSource clock) {
        this.clock = clock;
    }

    /** Microseconds of CPU a session, of the proxy and of Redis, and how many requests it sent. */
    private record Cost(double proxy, double redis, double requests) {}

    /** One proxy and what was measured of it. */
    private record Measured(String name, RuledServer target, List<Cost> costs) {
        double proxy() {
            return Medians.of(costs, Cost::proxy);
        }

        double redis() {
            return Medians.of(costs, Cost::redis);
        }

        double both() {
            return Medians.of(costs, cost -> cost.proxy() + cost.redis());
        }
    }

    @Override
    public Integer call() throws Exception {
        NamedClients named = new NamedClients(clients);
        Crowd crowd = new Crowd(named, rate, rate * (tarpit + 1));
        try (Workbench bench = Workbench.open(clock);
                DnsServer dns = DnsServer.start()) {
            named.tell(dns);
            RedisProcess redis = RedisProcess.start(bench);
            RuledServer.Surroundings around = new RuledServer.Surroundings(
                    bench, FrontEnd.sink(bench), dns.endpoint().port());
            String header = ", proxyProtocol: {from: [127.0.0.0/8]}";
            String rules = RulesBench.STANDARD.formatted(tarpit, NamedClients.GREYLISTING);
            Measured embedded = new Measured("embedded", around.start("embedded", header, rules), new ArrayList<>());
            Measured shared = new Measured(
                    "redis",
                    around.start("shared", header, rules, "store: redis, uri: \"" + redis.uri() + "\", "),
                    new ArrayList<>());
            for (Measured each : List.of(embedded, shared)) {
                crowd.run(each.target().port(), warmup);
            }
            for (int round = 0; round < rounds; round++) {
                for (Measured each : List.of(embedded, shared)) {
                    each.costs().add(measure(each.target(), crowd, redis));
                }
            }
            return print(embedded, shared, System.out) ? 0 : 1;
        }
    }

    private Cost measure(RuledServer target, Crowd crowd, RedisProcess redis) throws Exception {
        ProcessTree.Cpu before = target.server().tree().cpu();
        RedisProcess.Work workBefore = redis.work();
        crowd.run(target.port(), clients);
        RedisProcess.Work work = redis.work().since(workBefore);
        ProcessTree.Cpu after = target.server().tree().cpu();
        return new Cost(
                (after.userMicrosSince(before) + after.systemMicrosSince(before)) / clients,
                work.cpuMicros() / clients,
                (double) work.requests() / clients);
    }

    /** Whether Redis is within its bound. */
    private boolean print(Measured embedded, Measured shared, PrintStream out) {
        out.printf(
                "%d rounds of %,d sessions, half of them of suspects who wait %d s or, one in ten, are greylisted, %d a second;"
                        + " medians%n%n",
                rounds, clients, tarpit, rate);
        out.println("state      proxy's CPU us/session  Redis' CPU  both  requests to Redis");
        for (Measured each : List.of(embedded, shared)) {
            out.printf(
                    "%-10s %22.0f %11.0f %5.0f %18.1f%n",
                    each.name(), each.proxy(), each.redis(), each.both(), Medians.of(each.costs(), Cost::requests));
        }
        double ratio = shared.proxy() / embedded.proxy();
        out.printf(
                "%nOn Redis a session costs the proxy %.2f x what it costs on the disk (bound %.1f), with Redis' own CPU %.2f x.%n",
                ratio, BOUND, shared.both() / embedded.both());
        return ratio <= BOUND;
    }
}
