package org.sekisho.app.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sekisho.app.admin.AccountsReport;
import org.sekisho.app.admin.AccountsReport.Band;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.decision.Json;
import org.sekisho.app.log.Escaped;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "accounts",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description = "Show which accounts send most and which have an incident, with the statistics of all.",
        footer = {
            "",
            "Of more than 100,000 accounts, 100,000 are looked at for the busiest, and the answer says so.",
            "",
            "Examples:",
            "  sekisho accounts",
            "  sekisho accounts --json"
        })
final class AccountsCommand implements Callable<Integer> {
    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private final Console console;

    AccountsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        AccountsReport report = admin.client(console).accounts();
        if (json) {
            console.out().println(Json.MAPPER.writeValueAsString(report));
        } else {
            print(report, console.out());
        }
        return ExitCode.DONE;
    }

    private static void print(AccountsReport report, PrintStream out) {
        out.println(report.known() + " accounts are known");
        out.println("\nWith an incident:");
        report.alarmed()
                .forEach(each -> out.println("  " + Escaped.text(each.account()) + "  " + each.incident() + "  "
                        + each.state() + "  " + String.join(" ", each.nets())));
        out.println("\nMost messages this month"
                + (report.lookedAt() < report.known()
                        ? ", of the " + report.lookedAt() + " accounts that were looked at:"
                        : ":"));
        report.busiest()
                .forEach(each -> out.println("  " + Escaped.text(each.account()) + "  " + each.messages()
                        + " messages, " + each.logins() + " logins"));
        bands("Accounts by messages this month:", report.messages(), report.manyMessages(), out);
        bands("Accounts by logins this month:", report.logins(), report.manyLogins(), out);
        out.println("\nMessages by country this month:");
        report.countries().forEach(each -> out.println("  " + each.country() + "  " + each.messages()));
        out.println("\nMonth    cases (a year ago)  restricted (a year ago)  abused  delivery errors");
        report.months()
                .forEach(month -> out.printf(
                        Locale.ROOT,
                        "%s  %5s (%10s)  %10s (%10s)  %6s  %15s%n",
                        month.month(),
                        known(month.cases()),
                        known(month.casesYearAgo()),
                        known(month.defended()),
                        known(month.defendedYearAgo()),
                        known(month.abuse()),
                        known(month.errorRate().map(rate -> String.format(Locale.ROOT, "%.1f %%", rate)))));
        abused(report, out);
    }

    private static void abused(AccountsReport report, PrintStream out) {
        report.abused()
                .ifPresent(days -> out.println("\nFrom a trial mail to the abuse: " + days.median()
                        + " days is the median of " + days.incidents() + " incidents, " + days.shortest() + " to "
                        + days.longest()));
    }

    private static String known(Optional<?> figure) {
        return figure.map(Object::toString).orElse("-");
    }

    private static void bands(String title, List<Band> small, List<Band> large, PrintStream out) {
        out.println("\n" + title);
        small.forEach(band -> out.println("  " + words(band)));
        out.println("  of which:");
        large.forEach(band -> out.println("    " + words(band)));
    }

    private static String words(Band band) {
        String range = band.upTo().map(end -> (band.above() + 1) + " to " + end).orElse("more than " + band.above());
        return range + ": " + band.accounts();
    }
}
