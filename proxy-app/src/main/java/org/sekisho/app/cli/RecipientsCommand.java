package org.sekisho.app.cli;

import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.sekisho.app.admin.ClientGuesses;
import org.sekisho.app.admin.RememberedRecipient;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.log.Escaped;
import org.sekisho.rules.recipients.RecipientMemory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "recipients",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description =
                "Show or forget what the mail server has said about recipients; without a word more, how much it is.",
        footer = {
            "",
            "Examples:",
            "  sekisho recipients show anna@example.jp",
            "  sekisho recipients purge anna@example.jp     her mailbox is new: the mail server is asked again",
            "  sekisho recipients purge @example.jp         all of a domain",
            "  sekisho recipients purge all",
            "  sekisho recipients guesses 192.0.2.7          what its network has tried of unknown recipients"
        })
final class RecipientsCommand implements Callable<Integer> {
    @Mixin
    private final AdminOptions admin = new AdminOptions();

    private final Console console;

    RecipientsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        RecipientMemory.Stats stats = admin.client(console).recipients();
        console.out()
                .println(stats.recipients() + " of at most " + stats.mostRecipients() + " recipients, in "
                        + stats.domains() + " domains; " + stats.guessingNetworks()
                        + " networks have tried unknown ones");
        return ExitCode.DONE;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "What is remembered of an address.")
    int show(@Mixin AdminOptions proxy, @Parameters(paramLabel = "ADDRESS") String address)
            throws ConfigurationException, IOException {
        RememberedRecipient known = proxy.client(console).recipient(address);
        console.out()
                .println(Escaped.text(known.address()) + (known.exists() ? " exists" : " is unknown")
                        + ", the mail server said on " + known.since().truncatedTo(ChronoUnit.SECONDS)
                        + "; forgotten on " + known.expires().truncatedTo(ChronoUnit.SECONDS));
        return ExitCode.DONE;
    }

    @Command(
            name = "guesses",
            mixinStandardHelpOptions = true,
            description = "What the clients of a network have tried of unknown recipients within a day.")
    int guesses(
            @Mixin AdminOptions proxy,
            @Parameters(paramLabel = "IP", description = "An address of the network, /24 or /64.") String client)
            throws ConfigurationException, IOException {
        ClientGuesses tried = proxy.client(console).guesses(client);
        console.out().println(tried.network() + " " + tried.guesses());
        return ExitCode.DONE;
    }

    @Command(name = "purge", mixinStandardHelpOptions = true, description = "Forget an address, a domain, or all.")
    int purge(
            @Mixin AdminOptions proxy,
            @Parameters(paramLabel = "ADDRESS|@DOMAIN|all", description = "What to forget.") String which)
            throws ConfigurationException, IOException {
        OptionalInt forgotten = proxy.client(console).forgetRecipients(which);
        console.out()
                .println("forgot " + (forgotten.isPresent() ? forgotten.getAsInt() : "all of " + Escaped.text(which)));
        return ExitCode.DONE;
    }
}
