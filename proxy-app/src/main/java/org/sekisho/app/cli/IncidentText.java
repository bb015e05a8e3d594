package org.sekisho.app.cli;

import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.sekisho.app.admin.IncidentLine;
import org.sekisho.app.log.Escaped;

/** Incidents for people. */
final class IncidentText {
    private final PrintStream out;

    IncidentText(PrintStream out) {
        this.out = out;
    }

    /** In one line. */
    void brief(IncidentLine incident) {
        out.printf(
                Locale.ROOT,
                "%-12s %-9s %s  %s  %s%s%n",
                incident.id(),
                incident.state(),
                incident.opened().truncatedTo(ChronoUnit.SECONDS),
                Escaped.text(incident.account()),
                String.join(" ", incident.nets()),
                incident.overdue() ? "  NOTICE OVERDUE" : "");
    }

    void whole(IncidentLine incident) {
        out.println("Incident " + incident.id() + " of the account " + Escaped.text(incident.account()));
        out.println("  state:    " + incident.state() + " since "
                + incident.since().truncatedTo(ChronoUnit.SECONDS)
                + incident.until()
                        .map(until -> ", until " + until.truncatedTo(ChronoUnit.SECONDS))
                        .orElse(""));
        if (incident.state().equals("defended")) {
            out.println("  meets:    " + (incident.scope().equals("all") ? "everybody" : "new origins only"));
        }
        out.println("  nets:     " + String.join(", ", incident.nets()));
        if (!incident.client().isEmpty()) {
            out.println("  client:   " + incident.client() + " " + Escaped.text(incident.origin()));
        }
        out.println("  attempts: " + incident.attempts());
        incident.daysToAbuse().ifPresent(days -> out.println("  abused:   on day " + days + " (the trial was day 0)"));
        incident.noticeDue()
                .ifPresent(due -> out.println("  notice:   due " + due.truncatedTo(ChronoUnit.SECONDS)
                        + (incident.overdue() ? ", OVERDUE" : "")));
        incident.deliveries()
                .ifPresent(mail -> out.printf(
                        Locale.ROOT,
                        "  errors:   %.1f %% of all accounts' mail in the week before, %.1f %% in the week after%n",
                        mail.before().errorRate(),
                        mail.after().errorRate()));
        out.println();
        incident.timeline().forEach(moment -> out.println("  " + Escaped.text(moment.line())));
    }
}
