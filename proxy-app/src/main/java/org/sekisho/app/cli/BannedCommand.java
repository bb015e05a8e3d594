package org.sekisho.app.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sekisho.app.admin.BanLine;
import org.sekisho.app.config.ConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "banned",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description = "List the bans, or only those that hit an address.",
        footer = {"", "Examples:", "  sekisho banned", "  sekisho banned 192.0.2.7", "  sekisho banned --jail recidive"
        })
final class BannedCommand implements Callable<Integer> {
    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Parameters(paramLabel = "ADDRESS", arity = "0..*", description = "Whom the bans are to hit.")
    private List<String> addresses = new ArrayList<>();

    @Option(names = "--jail", paramLabel = "JAIL", defaultValue = "", description = "Only those of this jail.")
    private String jail = "";

    private final Console console;

    BannedCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        List<BanLine> bans = admin.client(console).bans(addresses, jail);
        if (bans.isEmpty()) {
            console.out().println("No bans");
        }
        bans.forEach(new JailText(console.out())::ban);
        return ExitCode.DONE;
    }
}
