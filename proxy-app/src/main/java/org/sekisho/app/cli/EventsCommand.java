package org.sekisho.app.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.sekisho.app.admin.AdminClient;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.decision.Json;
import org.sekisho.app.feed.FeedEvent;
import org.sekisho.app.log.Escaped;
import org.sekisho.app.log.Times;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description = "Show the last bans, unbans, refusals, delays and reloads, or watch them as they happen.",
        footer = {
            "",
            "Ends with exit code 1 when the proxy that it follows stops.",
            "",
            "Examples:",
            "  sekisho events",
            "  sekisho events --follow --jail unknown-users",
            "  sekisho events --follow --json"
        })
final class EventsCommand implements Callable<Integer> {
    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Option(names = "--follow", description = "Go on with what happens from now on.")
    private boolean follow;

    @Option(names = "--jail", paramLabel = "JAIL", defaultValue = "", description = "Only what this jail does.")
    private String jail = "";

    @Option(names = "--json", description = "Print each event as one line of JSON.")
    private boolean json;

    private final Console console;

    EventsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        AdminClient client = admin.client(console);
        if (follow) {
            client.follow(jail, this::print);
        } else {
            client.events(jail).forEach(this::print);
        }
        return ExitCode.DONE;
    }

    /** Whether there is still somebody who reads. */
    private boolean print(FeedEvent event) {
        console.out()
                .println(
                        json
                                ? Json.MAPPER.writeValueAsString(event)
                                : Times.text(event.time()) + " " + Escaped.text(event.text()));
        return !console.out().checkError();
    }
}
