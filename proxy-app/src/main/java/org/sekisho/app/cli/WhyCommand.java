package org.sekisho.app.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.decision.Explanation;
import org.sekisho.app.decision.ExplanationText;
import org.sekisho.app.decision.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "why",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description = "Explain a decision: every rule that was asked, what it went by, and what would have passed.",
        footer = {
            "",
            "The reference stands at the end of the refusal, in the sender's bounce and in the log.",
            "Of several proxies that share a Redis, any can be asked for the decision of any other that runs.",
            "",
            "Example:",
            "  sekisho why K7Q2M9XW --config /etc/sekisho/sekisho.yaml"
        })
final class WhyCommand implements Callable<Integer> {
    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Parameters(paramLabel = "REF", description = "The reference of the decision, such as K7Q2M9XW.")
    private String reference = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private final Console console;

    WhyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        Explanation decision = admin.client(console).why(reference);
        if (json) {
            console.out().println(Json.MAPPER.writeValueAsString(decision));
        } else {
            ExplanationText.lines(decision).forEach(console.out()::println);
        }
        return ExitCode.DONE;
    }
}
