package org.sekisho.app.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sekisho.app.admin.BanLine;
import org.sekisho.app.admin.JailLine;
import org.sekisho.app.config.ConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "set",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description = "Change a jail until the next reload, or ban and unban in it, in fail2ban-client's words.",
        footer = {
            "",
            "Actions: banip IP..., unbanip IP..., maxretry N, findtime TIME, bantime TIME, mode off|observe|enforce",
            "",
            "Examples:",
            "  sekisho set unknown-users mode enforce",
            "  sekisho set unknown-users maxretry 5",
            "  sekisho set unknown-users banip 192.0.2.7"
        })
final class SetCommand implements Callable<Integer> {
    /** fail2ban's words for the keys of the configuration. */
    private static final Map<String, String> KEYS =
            Map.of("maxretry", "maxRetry", "findtime", "findTime", "bantime", "banTime", "mode", "mode");

    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Parameters(index = "0", paramLabel = "JAIL", description = "The jail.")
    private String jail = "";

    @Parameters(index = "1", paramLabel = "ACTION", description = "What is to be done.")
    private String action = "";

    @Parameters(index = "2..*", paramLabel = "VALUE", arity = "1..*", description = "With what.")
    private List<String> values = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    private final Console console;

    SetCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        String word = action.toLowerCase(Locale.ROOT);
        if (word.equals("banip")) {
            BanLine.Wish wish = new BanLine.Wish(values, jail, Optional.empty());
            console.out().println(admin.client(console).ban(wish).size());
        } else if (word.equals("unbanip")) {
            console.out()
                    .println(admin.client(console).unban(values, jail).ended().size());
        } else if (KEYS.containsKey(word) && values.size() == 1) {
            JailLine.Change change = new JailLine.Change(KEYS.get(word), values.get(0));
            new JailText(console.out()).one(admin.client(console).change(jail, change));
        } else {
            throw new ParameterException(spec.commandLine(), "Sorry but the command is invalid");
        }
        return ExitCode.DONE;
    }
}
