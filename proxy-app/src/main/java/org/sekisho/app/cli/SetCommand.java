package org.sekisho.app.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sekisho.app.admin.BanLine;
import org.sekisho.app.admin.JailKey;
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
        description = "Change a jail until it is reloaded, or ban and unban in it, in fail2ban-client's words.",
        footer = {
            "",
            "Actions: banip IP..., unbanip IP..., maxretry N, findtime TIME, bantime TIME,",
            "addignoreip IP..., delignoreip IP..., mode off|observe|enforce",
            "",
            "Examples:",
            "  sekisho set unknown-users mode enforce",
            "  sekisho set unknown-users maxretry 5",
            "  sekisho set unknown-users banip 192.0.2.7 192.0.2.8",
            "  sekisho set unknown-users addignoreip 198.51.100.0/24"
        })
final class SetCommand implements Callable<Integer> {
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
        switch (word) {
            case "banip" -> {
                BanLine.Wish wish = new BanLine.Wish(values, jail, Optional.empty());
                console.out().println(admin.client(console).ban(wish).size());
            }
            case "unbanip" ->
                console.out()
                        .println(admin.client(console)
                                .unban(values, jail)
                                .ended()
                                .size());
            case "addignoreip" -> ignore(JailLine.Change.ADD_IGNORE_IP);
            case "delignoreip" -> ignore(JailLine.Change.DEL_IGNORE_IP);
            default -> change(word);
        }
        return ExitCode.DONE;
    }

    private void ignore(String key) throws ConfigurationException, IOException {
        JailLine.Change change = new JailLine.Change(key, String.join(" ", values));
        new JailText(console.out())
                .ignored(admin.client(console).change(jail, change).ignoreIp());
    }

    private void change(String word) throws ConfigurationException, IOException {
        JailKey key = JailKey.named(word)
                .filter(known -> known != JailKey.IGNORE_IP && values.size() == 1)
                .orElseThrow(() -> new ParameterException(spec.commandLine(), "Sorry but the command is invalid"));
        JailLine.Change change = new JailLine.Change(key.key(), values.get(0));
        new JailText(console.out()).one(admin.client(console).change(jail, change));
    }
}
