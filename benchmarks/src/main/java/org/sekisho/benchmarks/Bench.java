package org.sekisho.benchmarks;

import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code bin/bench}. */
@Command(
        name = "bench",
        description =
                "Measures sekisho beside its peers. Needs Debian's postfix, haproxy, nginx-core and libnginx-mod-mail.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel =
                "(relay | idle | latency | rules | held | state | account-records | bans | trials | jails | shared-state |"
                        + " shared-relay | shared-capacity)")
final class Bench {
    public static void main(String[] arguments) {
        InstantSource clock = InstantSource.system();
        CommandLine line = new CommandLine(new Bench())
                .addSubcommand(new RelayBench(clock))
                .addSubcommand(new IdleBench(clock))
                .addSubcommand(new LatencyBench(clock))
                .addSubcommand(new RulesBench(clock))
                .addSubcommand(new HeldBench(clock))
                .addSubcommand(new StateBench(clock))
                .addSubcommand(new AccountRecordsBench(clock))
                .addSubcommand(new BansBench(clock))
                .addSubcommand(new TrialsBench())
                .addSubcommand(new JailsBench(clock))
                .addSubcommand(new SharedStateBench(clock))
                .addSubcommand(new SharedRelayBench(clock))
                .addSubcommand(new SharedCapacityBench(clock))
                .setExecutionExceptionHandler((problem, command, parsed) -> {
                    command.getErr().println("bench: " + problem.getMessage());
                    return 1;
                });
        System.exit(line.execute(arguments));
    }
}
