package org.sekisho.app.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sekisho.app.admin.NodeLine;
import org.sekisho.app.admin.NodesReport;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.decision.Json;
import org.sekisho.app.log.Escaped;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "nodes",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description =
                "List the proxies that share the state in Redis: those that run, and those that did within an hour.",
        footer = {"", "Examples:", "  sekisho nodes", "  sekisho nodes --json"})
final class NodesCommand implements Callable<Integer> {
    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private final Console console;

    NodesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        NodesReport report = admin.client(console).nodes();
        PrintStream out = console.out();
        if (json) {
            out.println(Json.MAPPER.writeValueAsString(report));
        } else if (report.store().equals("redis")) {
            report.nodes().forEach(node -> print(node, report.time(), out));
        } else {
            report.nodes()
                    .forEach(node -> out.println(name(node) + " is the only one: state.store is " + report.store()
                            + ", which no other proxy shares"));
        }
        return ExitCode.DONE;
    }

    private static void print(NodeLine node, Instant now, PrintStream out) {
        out.println(name(node) + ": " + (node.alive() ? "heard " : "NOT HEARD since ")
                + (node.alive() ? ago(node.heard(), now) : node.heard().truncatedTo(ChronoUnit.SECONDS))
                + (node.alive() ? ", " + lag(node, now) : ", " + ago(node.heard(), now))
                + (node.here() ? ", asked now" : ""));
        node.problems().forEach(problem -> out.println("  " + Escaped.text(problem)));
    }

    private static String name(NodeLine node) {
        return Escaped.text(node.name()) + (node.id().isEmpty() ? "" : " (references " + node.id() + "-)") + " "
                + Escaped.text(node.version()) + ", since " + node.since().truncatedTo(ChronoUnit.SECONDS);
    }

    /** Of its bans and allow list. */
    private static String lag(NodeLine node, Instant now) {
        String behind = (node.behind() == 0 ? "no" : Long.toString(node.behind()))
                + (node.behind() > 1 ? " changes behind" : " change behind");
        return behind
                + node.looked().map(looked -> ", looked " + ago(looked, now)).orElse(", has not been able to look");
    }

    /** Clocks of nodes may differ a little. */
    private static String ago(Instant then, Instant now) {
        Duration passed = Duration.between(then, now);
        return passed.isNegative() ? "just now" : String.format(Locale.ROOT, "%d s ago", passed.toSeconds());
    }
}
