package org.sekisho.app.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sekisho.app.admin.Question;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.decision.Explanation;
import org.sekisho.app.decision.ExplanationText;
import org.sekisho.app.decision.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description = "Ask the running proxy what it would decide about a session. Nothing is remembered or changed.",
        footer = {
            "",
            "Examples:",
            "  sekisho explain --client 192.0.2.7",
            "  sekisho explain --client 192.0.2.7 --helo mail.example.org \\",
            "                  --from anna@example.org --rcpt ben@example.jp --rcpt info@example.jp"
        })
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Option(names = "--client", required = true, paramLabel = "IP", description = "The client's address.")
    private String client = "";

    @Option(names = "--listener", paramLabel = "NAME", description = "The listener (default: the first).")
    @Nullable
    private String listener;

    @Option(names = "--helo", paramLabel = "NAME", description = "The name in EHLO (default: the address in brackets).")
    @Nullable
    private String helo;

    @Option(names = "--from", paramLabel = "ADDRESS", description = "The sender; '' for the null sender.")
    @Nullable
    private String from;

    @Option(names = "--rcpt", paramLabel = "ADDRESS", description = "A recipient; needs --from. Repeatable.")
    private List<String> recipients = new ArrayList<>();

    @Option(names = "--account", paramLabel = "NAME", description = "An account that the client has logged in with.")
    @Nullable
    private String account;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    private final Console console;

    ExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        if (from == null && !recipients.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "who sends to " + recipients.get(0) + "? say --from ADDRESS, or --from '' for the null sender");
        }
        Question question = new Question(
                client,
                Optional.ofNullable(listener),
                Optional.ofNullable(helo),
                Optional.ofNullable(from),
                recipients,
                Optional.ofNullable(account));
        List<Explanation> decisions = admin.client(console).explain(question);
        if (json) {
            console.out().println(Json.MAPPER.writeValueAsString(decisions));
        } else {
            decisions.forEach(this::print);
        }
        return ExitCode.DONE;
    }

    private void print(Explanation decision) {
        String whom = decision.recipients().isEmpty() ? "" : " " + decision.recipients();
        console.out().println(decision.point() + whom + ": " + ExplanationText.outcome(decision));
        ExplanationText.steps(decision).forEach(console.out()::println);
    }
}
