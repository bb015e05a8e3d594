package org.sekisho.app.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.sekisho.app.admin.IncidentLine;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.decision.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "incidents",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description = "List the incidents of accounts that are watched, wait for an operator or are restricted.",
        footer = {"", "Examples:", "  sekisho incidents", "  sekisho incidents --all --json"})
final class IncidentsCommand implements Callable<Integer> {
    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Option(names = "--all", description = "Also those that are closed; they are kept for a year.")
    private boolean all;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private final Console console;

    IncidentsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        List<IncidentLine> incidents = admin.client(console).incidents(all);
        if (json) {
            console.out().println(Json.MAPPER.writeValueAsString(incidents));
            return ExitCode.DONE;
        }
        if (incidents.isEmpty()) {
            console.out().println("No incidents");
        }
        incidents.forEach(new IncidentText(console.out())::brief);
        return ExitCode.DONE;
    }
}
