package org.sekisho.app.cli;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sekisho.app.admin.JailLine;
import org.sekisho.app.config.ConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "get",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description = "Print one thing about a jail, as fail2ban-client does: times are seconds, -1 for ever.",
        footer = {
            "",
            "Things: maxretry, findtime, bantime, mode, ignoreip, banip",
            "",
            "Examples:",
            "  sekisho get unknown-users maxretry",
            "  sekisho get unknown-users banip"
        })
final class GetCommand implements Callable<Integer> {
    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Parameters(index = "0", paramLabel = "JAIL", description = "The jail.")
    private String jail = "";

    @Parameters(index = "1", paramLabel = "THING", description = "What is to be printed.")
    private String thing = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    private final Console console;

    GetCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        JailLine line = admin.client(console).jail(jail);
        switch (thing.toLowerCase(Locale.ROOT)) {
            case "maxretry" -> console.out().println(line.maxRetry());
            case "findtime" -> console.out().println(line.findTime().toSeconds());
            case "bantime" -> console.out().println(line.banTime().toSeconds());
            case "mode" -> console.out().println(line.mode());
            case "ignoreip" -> new JailText(console.out()).ignored(line.ignoreIp());
            case "banip" -> console.out().println(String.join(" ", line.banned()));
            default -> throw new ParameterException(spec.commandLine(), "Sorry but the command is invalid");
        }
        return ExitCode.DONE;
    }
}
