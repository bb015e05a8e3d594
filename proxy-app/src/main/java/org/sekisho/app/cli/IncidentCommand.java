package org.sekisho.app.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sekisho.app.admin.AdminClient;
import org.sekisho.app.admin.IncidentLine;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.decision.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "incident",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description = "Show an incident with its timeline, or decide about it: defend, dismiss, release, note.",
        footer = {
            "",
            "defend restricts the account for a time, dismiss says that it was a false alarm,",
            "release ends a restriction, note adds the text of --note to the timeline.",
            "",
            "Examples:",
            "  sekisho incident kami-ruteso",
            "  sekisho incident kami-ruteso defend --for 7d --note 'called, no answer'",
            "  sekisho incident kami-ruteso release --note 'password changed at the counter'"
        })
final class IncidentCommand implements Callable<Integer> {
    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Parameters(index = "0", paramLabel = "ID", description = "As 'sekisho incidents' shows it.")
    private String id = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ACTION",
            description = "defend, dismiss, release or note (default: only show it).")
    @Nullable
    private String action;

    @Option(names = "--note", paramLabel = "TEXT", defaultValue = "", description = "Why; it stands in the timeline.")
    private String note = "";

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description = "How long a restriction lasts, such as 12h or 7d (default: incidents.time).")
    @Nullable
    private String time;

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            description = "Whom it meets: new-origins or all (default: incidents.scope).")
    @Nullable
    private String scope;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    private final Console console;

    IncidentCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        IncidentLine incident = act();
        if (json) {
            console.out().println(Json.MAPPER.writeValueAsString(incident));
        } else {
            new IncidentText(console.out()).whole(incident);
        }
        return ExitCode.DONE;
    }

    private IncidentLine act() throws ConfigurationException, IOException {
        AdminClient client = admin.client(console);
        if (action == null) {
            if (!note.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "--note needs an action, such as: note");
            }
            return client.incident(id);
        }
        Optional<Long> seconds = Optional.ofNullable(time).map(text -> Spans.seconds(spec, "--for", text));
        return client.act(id, new IncidentLine.Wish(action, note, seconds, Optional.ofNullable(scope)));
    }
}
