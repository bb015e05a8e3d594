package org.sekisho.app.cli;

import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sekisho.app.admin.Allowed;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.log.Escaped;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "allow",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description = "Let somebody through at once, whatever the rules say; without a word more, list who is.",
        footer = {
            "",
            "Whom an entry can name:",
            "  192.0.2.0/24                            clients in a network, or one address",
            "  mail.example.jp                         clients with this verified name, or one below it",
            "  '@example.com from mail.example.net'    senders of a domain, from such clients only",
            "",
            "Examples:",
            "  sekisho allow add 192.0.2.7 --note 'the new branch office'",
            "  sekisho allow add example.jp --for 30d --note 'asked by phone'",
            "  sekisho allow remove 192.0.2.7"
        })
final class AllowCommand implements Callable<Integer> {
    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    private final Console console;

    AllowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        return list(admin);
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "List the entries.")
    int list(@Mixin AdminOptions proxy) throws ConfigurationException, IOException {
        List<Allowed> entries = proxy.client(console).allowed();
        if (entries.isEmpty()) {
            console.out().println("No entries; add one with: sekisho allow add ADDRESS");
        }
        entries.forEach(this::print);
        return ExitCode.DONE;
    }

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Add an entry, or replace the one there is.")
    int add(
            @Mixin AdminOptions proxy,
            @Parameters(paramLabel = "WHOM", description = "Address, network, verified name, or 'SENDER from ...'.")
                    String subject,
            @Option(names = "--note", paramLabel = "TEXT", defaultValue = "", description = "Why.") String note,
            @Option(
                            names = "--for",
                            paramLabel = "TIME",
                            description = "How long, such as 12h or 30d (default: for ever).")
                    @Nullable
                    String time)
            throws ConfigurationException, IOException {
        Optional<Long> seconds = Optional.ofNullable(time).map(text -> Spans.seconds(spec, "--for", text));
        Allowed entry = proxy.client(console).allow(new Allowed.Wish(subject, note, console.operator(), seconds));
        print(entry);
        Unsaved.note(console, entry.unsaved());
        return ExitCode.DONE;
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Remove an entry.")
    int remove(
            @Mixin AdminOptions proxy,
            @Parameters(paramLabel = "WHOM", description = "As the list shows it.") String subject)
            throws ConfigurationException, IOException {
        Allowed.Removed removed = proxy.client(console).forgetAllowed(subject);
        String unknown = removed.since().isEmpty() ? ", which was not on the list here" : "";
        console.out().println("removed " + removed.subject() + unknown);
        Unsaved.note(console, removed.unsaved());
        return ExitCode.DONE;
    }

    private void print(Allowed entry) {
        String until = entry.expires()
                .map(expires -> "until " + expires.truncatedTo(ChronoUnit.SECONDS))
                .orElse("for ever");
        String note = entry.note().isEmpty() ? "" : "  (" + Escaped.text(entry.note()) + ")";
        console.out()
                .println(entry.subject() + "  " + until + ", since "
                        + entry.since().truncatedTo(ChronoUnit.SECONDS) + " by " + Escaped.text(entry.by()) + note);
    }
}
