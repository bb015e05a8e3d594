package org.sekisho.app.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.sekisho.app.config.ConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "ping",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description = "Ask whether the proxy answers.")
final class PingCommand implements Callable<Integer> {
    @Mixin
    private final AdminOptions admin = new AdminOptions();

    private final Console console;

    PingCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        admin.client(console).ping();
        console.out().println("Server replied: pong");
        return ExitCode.DONE;
    }
}
