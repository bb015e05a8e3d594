package org.sekisho.app.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sekisho.app.admin.BanLine;
import org.sekisho.app.config.ConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "ban",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description = "Keep an address or a network out, from its next command on.",
        footer = {
            "",
            "Whom the allow list names is not kept out: sekisho allow list",
            "",
            "Examples:",
            "  sekisho ban 192.0.2.7",
            "  sekisho ban 2001:db8::/64 --for 7d",
            "  sekisho ban 192.0.2.0/24 --for permanent"
        })
final class BanCommand implements Callable<Integer> {
    /** What fail2ban-client has as a negative bantime. */
    static final String PERMANENT = "permanent";

    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Parameters(paramLabel = "ADDRESS", arity = "1..*", description = "Addresses or networks.")
    private List<String> subjects = new ArrayList<>();

    @Option(
            names = "--jail",
            paramLabel = "JAIL",
            defaultValue = "manual",
            description = "The jail that it counts for (${DEFAULT-VALUE}).")
    private String jail = "manual";

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description = "How long, such as 12h, 30d or permanent (default: the jail's banTime).")
    @Nullable
    private String time;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    private final Console console;

    BanCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        Optional<Long> seconds = Optional.ofNullable(time)
                .map(text -> text.equals(PERMANENT) ? -1L : Spans.seconds(spec, "--for", text));
        List<BanLine> bans = admin.client(console).ban(new BanLine.Wish(subjects, jail, seconds));
        bans.forEach(new JailText(console.out())::ban);
        Unsaved.note(console, bans.stream().anyMatch(BanLine::unsaved));
        return ExitCode.DONE;
    }
}
