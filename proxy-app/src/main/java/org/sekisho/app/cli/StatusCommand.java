package org.sekisho.app.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sekisho.app.admin.AdminClient;
import org.sekisho.app.admin.StateLine;
import org.sekisho.app.config.ConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description =
                "List the jails, what is wrong with the state store and which rules do what then, and how old the files about"
                        + " addresses are; or show what one jail has counted and banned.",
        footer = {"", "Examples:", "  sekisho status", "  sekisho status unknown-users"})
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Parameters(paramLabel = "JAIL", arity = "0..1", description = "The jail to show.")
    @Nullable
    private String jail;

    private final Console console;

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        JailText text = new JailText(console.out());
        if (jail == null) {
            AdminClient client = admin.client(console);
            StateLine state = client.state();
            text.trouble(state.trouble());
            text.all(client.jails());
            text.onFailure(state.onFailure());
            text.origins(client.origins());
        } else {
            text.one(admin.client(console).jail(jail));
        }
        return ExitCode.DONE;
    }
}
