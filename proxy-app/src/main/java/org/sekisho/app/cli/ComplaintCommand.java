package org.sekisho.app.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sekisho.app.action.FeedbackReport;
import org.sekisho.app.admin.IncidentLine;
import org.sekisho.app.config.Configuration;
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
        name = "complaint",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description = "Take in a complaint about an account: an alarm of the net 'complaints'.",
        footer = {
            "",
            "With --arf, the account is the one that our own mail server says it authenticated, in the header",
            "'Received: ... (Authenticated sender: NAME) by' our host name. Without one,",
            "say NAME: nothing else in a report is believed.",
            "",
            "Examples:",
            "  sekisho complaint taro@example.jp --note 'phishing, by telephone'",
            "  sekisho complaint --arf report.eml",
            "  sekisho complaint --arf - < report.eml"
        })
final class ComplaintCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The account; with --arf, instead of the one found.")
    @Nullable
    private String name;

    @Option(names = "--note", paramLabel = "TEXT", defaultValue = "", description = "What it is about.")
    private String note = "";

    @Option(names = "--arf", paramLabel = "FILE", description = "A feedback report (RFC 5965); '-' for standard input.")
    @Nullable
    private String arf;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    private final Console console;

    ComplaintCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        if (name == null && arf == null) {
            throw new ParameterException(spec.commandLine(), "say about whom: NAME or --arf FILE");
        }
        IncidentLine.Complaint complaint = arf == null
                ? new IncidentLine.Complaint(String.valueOf(name), note)
                : reported(arf, admin.load(console));
        Optional<IncidentLine> incident = admin.client(console).complain(complaint);
        if (json) {
            console.out().println(Json.MAPPER.writeValueAsString(incident));
        } else if (incident.isPresent()) {
            new IncidentText(console.out()).brief(incident.get());
        } else {
            console.out().println("taken down; complaints make no incidents (incidents.complaints.mode is off)");
        }
        return ExitCode.DONE;
    }

    private IncidentLine.Complaint reported(String file, Configuration configuration) throws IOException {
        FeedbackReport report = read(file, configuration.hostName());
        String account = Optional.ofNullable(name)
                .or(report::account)
                .orElseThrow(() -> new IOException(
                        "the report does not tell which account it is about; name it: sekisho complaint NAME --arf "
                                + file));
        return new IncidentLine.Complaint(account, note.isEmpty() ? report.summary() : note);
    }

    private static FeedbackReport read(String file, String hostName) throws IOException {
        if (file.equals(STANDARD_INPUT)) {
            return FeedbackReport.read(System.in, hostName);
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(file)))) {
            return FeedbackReport.read(in, hostName);
        }
    }
}
