package org.sekisho.app.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.sekisho.app.admin.AccountLine;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.decision.Json;
import org.sekisho.app.log.Escaped;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "account",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description = "Show what is known of an account: where it comes from, what it sends, which nets told of it.",
        footer = {"", "Examples:", "  sekisho account taro@example.jp", "  sekisho account taro --json"})
final class AccountCommand implements Callable<Integer> {
    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Parameters(paramLabel = "NAME", description = "As it logs in.")
    private String name = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private final Console console;

    AccountCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        AccountLine account = admin.client(console).account(name);
        if (json) {
            console.out().println(Json.MAPPER.writeValueAsString(account));
        } else {
            print(account);
        }
        return ExitCode.DONE;
    }

    private void print(AccountLine account) {
        PrintStream out = console.out();
        out.println("Account " + Escaped.text(account.account()));
        out.println("  logins:     " + account.logins() + " since "
                + account.firstSeen().truncatedTo(ChronoUnit.SECONDS));
        out.println("  this month: " + account.messages() + " messages, " + account.monthLogins() + " logins");
        account.lastMessage().ifPresent(last -> out.println("  last mail:  " + last.truncatedTo(ChronoUnit.SECONDS)));
        account.incidents().forEach(id -> out.println("  incident:   " + id));
        account.alarms().forEach((net, when) -> out.println("  alarm:      " + net + " at " + when));
        account.places()
                .forEach(place -> out.println("  place:      " + place.place() + ", on " + place.days() + " days, "
                        + place.logins() + " logins, last " + place.last().truncatedTo(ChronoUnit.SECONDS)));
    }
}
