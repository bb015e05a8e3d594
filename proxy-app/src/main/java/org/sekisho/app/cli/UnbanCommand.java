package org.sekisho.app.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sekisho.app.admin.BanLine;
import org.sekisho.app.admin.Unbanned;
import org.sekisho.app.config.ConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "unban",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description =
                "End the bans that hit an address or network, those of a jail, or all; tells what else holds it back.",
        footer = {
            "",
            "Examples:",
            "  sekisho unban 192.0.2.7",
            "  sekisho unban --jail recidive",
            "  sekisho unban --all"
        })
final class UnbanCommand implements Callable<Integer> {
    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Parameters(paramLabel = "ADDRESS", arity = "0..*", description = "Addresses or networks.")
    private List<String> subjects = new ArrayList<>();

    @Option(names = "--jail", paramLabel = "JAIL", defaultValue = "", description = "Only bans of this jail.")
    private String jail = "";

    @Option(names = "--all", description = "All bans.")
    private boolean all;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    private final Console console;

    UnbanCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        if (subjects.isEmpty() && jail.isEmpty() && !all) {
            throw new ParameterException(spec.commandLine(), "say whom: ADDRESS, --jail JAIL or --all");
        }
        Unbanned unbanned = admin.client(console).unban(subjects, jail);
        unbanned.ended().forEach(ban -> console.out().println("ended: " + ban.subject() + " in " + ban.jail()));
        if (unbanned.ended().isEmpty()) {
            console.out().println("nobody was banned");
        }
        unbanned.still().forEach(each -> console.out().println("still: " + each));
        Unsaved.note(console, unbanned.ended().stream().anyMatch(BanLine::unsaved));
        return ExitCode.DONE;
    }
}
