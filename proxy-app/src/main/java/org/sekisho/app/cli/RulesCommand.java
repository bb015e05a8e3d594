package org.sekisho.app.cli;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sekisho.app.admin.RuleLine;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.decision.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description = "List every rule of the running proxy: where it stands, its mode, and what it has done.",
        footer = {
            "",
            "The counts begin with the start of the proxy. 'would' counts what rules that only observe would have",
            "done; 'held' counts refusals that wait for the recipient.",
            "",
            "Examples:",
            "  sekisho rules --config /etc/sekisho/sekisho.yaml",
            "  sekisho rules test --name mail-lf1-f100.google.com --helo mail.example.org"
        })
final class RulesCommand implements Callable<Integer> {
    private static final String LINE = "%-10s %-14s %-8s %9s %9s %9s %7s %7s %7s %7s %7s%n";

    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    private final Console console;

    RulesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        List<RuleLine> rules = admin.client(console).rules();
        if (json) {
            console.out().println(Json.MAPPER.writeValueAsString(rules));
            return ExitCode.DONE;
        }
        if (rules.isEmpty()) {
            console.out().println("No rules: the profile is 'none', or everything is off.");
            return ExitCode.DONE;
        }
        console.out()
                .printf(
                        Locale.ROOT,
                        LINE,
                        "point",
                        "rule",
                        "mode",
                        "asked",
                        "passed",
                        "exempted",
                        "acted",
                        "would",
                        "held",
                        "spared",
                        "failed");
        rules.forEach(this::print);
        return ExitCode.DONE;
    }

    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            description = "Tell which patterns match a client's verified name or its HELO, by this configuration.")
    int test(
            @Mixin AdminOptions proxy,
            @Option(names = "--name", paramLabel = "NAME", description = "A verified name; 'unknown' for none.")
                    @Nullable
                    String name,
            @Option(names = "--helo", paramLabel = "NAME", description = "The name in HELO or EHLO.") @Nullable
                    String helo)
            throws ConfigurationException {
        if (name == null && helo == null) {
            throw new ParameterException(spec.commandLine(), "nothing to test; say --name or --helo");
        }
        RulesTest test = new RulesTest(proxy.load(console), InstantSource.system(), console.out());
        if (name != null) {
            test.name(name);
        }
        if (helo != null) {
            test.helo(helo);
        }
        return ExitCode.DONE;
    }

    private void print(RuleLine rule) {
        console.out()
                .printf(
                        Locale.ROOT,
                        LINE,
                        rule.point(),
                        rule.rule(),
                        rule.mode(),
                        rule.asked(),
                        rule.passed(),
                        rule.exempted(),
                        rule.acted(),
                        rule.wouldHave(),
                        rule.held(),
                        rule.spared(),
                        rule.failed());
    }
}
