package org.sekisho.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sekisho.app.config.CommandLineSettings;
import org.sekisho.app.config.Configuration;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.config.ConfigurationLoader;
import org.sekisho.dns.DnsjavaLookup;
import org.sekisho.event.EventSink;
import org.sekisho.net.Proxy;
import org.sekisho.net.ProxyStartException;
import org.sekisho.policy.Point;
import org.sekisho.policy.Policy;
import org.sekisho.policy.PolicyJudge;
import org.sekisho.policy.References;
import org.sekisho.policy.TrailSink;
import org.sekisho.rules.Self;
import org.sekisho.rules.Tools;
import org.sekisho.rules.limits.LocalBuckets;
import org.sekisho.state.MemoryStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A proxy with rules and without logs, in a process of its own. It ends when its input does, and then writes down how often
 * each rule was asked.
 */
@Command(name = "proxy", hidden = true)
final class RuledProxy implements Callable<Integer> {
    private final InstantSource clock;

    @Option(names = "--config", required = true, description = "as for bin/sekisho")
    private Path file = Path.of("");

    @Option(names = "--counts", required = true, description = "the file to write at the end")
    private Path counts = Path.of("");

    RuledProxy(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws ConfigurationException, ProxyStartException, IOException {
        Configuration configuration =
                new ConfigurationLoader(Map.of()).load(Optional.of(file), CommandLineSettings.NONE);
        Proxy.World world = Proxy.World.system();
        Policy policy = configuration
                .rules()
                .ruleSet()
                .policy(tools(configuration, world), new References(new SecureRandom()), clock);
        try (Proxy proxy = Proxy.start(
                configuration.proxySettings(configuration.upstream().orElseThrow()),
                new PolicyJudge(policy, TrailSink.NONE),
                EventSink.NONE,
                world)) {
            System.out.println("listening on " + proxy.address("mx"));
            long unused = System.in.transferTo(OutputStream.nullOutputStream());
            Files.writeString(counts, counts(policy));
        }
        return 0;
    }

    private Tools tools(Configuration configuration, Proxy.World world) {
        return new Tools(
                clock,
                world.random(),
                new DnsjavaLookup(
                        configuration.dns().servers(), configuration.dns().timeout()),
                new MemoryStore(clock),
                new LocalBuckets(clock, LocalBuckets.DEFAULT_MOST),
                new Self(configuration.hostName(), Set.of()));
    }

    /** Lines of rule, point and how often, in the order of a session. */
    private static String counts(Policy policy) {
        return Stream.of(Point.values())
                .flatMap(point -> policy.rules(point).stream())
                .map(placed -> placed.rule().name() + " " + placed.point().key() + " "
                        + placed.counts().total())
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
