package org.sekisho.app.admin;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sekisho.rules.incident.Delivered;
import org.sekisho.rules.incident.Incident;

/**
 * An incident, for operators.
 *
 * @param state watch, open, defended, dismissed or released
 * @param scope whom the restriction meets: new-origins or all
 * @param daysToAbuse from the trial send, which is on day 0
 * @param noticeDue until when the owner must have been told
 * @param overdue whether that time has passed
 * @param deliveries how mail went in the week before the restriction and the week after it; only of one incident
 */
public record IncidentLine(
        String id,
        String account,
        Instant opened,
        String state,
        Instant since,
        Optional<Instant> until,
        String scope,
        String client,
        String origin,
        List<String> nets,
        int attempts,
        Optional<Long> daysToAbuse,
        Optional<Instant> noticeDue,
        boolean overdue,
        List<Moment> timeline,
        Optional<Deliveries> deliveries) {

    /**
     * A line of the timeline.
     *
     * @param after hours and minutes since the incident was opened
     * @param line all of it, for people
     */
    public record Moment(Instant time, String after, String kind, String text, String by, String line) {}

    /** Errors for each hundred recipients, before and after. */
    public record Deliveries(Mail before, Mail after) {}

    /** How the mail of all accounts went. */
    public record Mail(long recipients, long refused, long bounced, double errorRate) {
        static Mail of(Delivered some) {
            return new Mail(some.recipients(), some.refused(), some.bounced(), some.errorRate());
        }
    }

    /**
     * What an operator wants to be done.
     *
     * @param action defend, dismiss, release or note
     * @param seconds how long a restriction lasts; as configured if nothing is said
     * @param scope new-origins or all; as configured if nothing is said
     */
    public record Wish(String action, String note, Optional<Long> seconds, Optional<String> scope) {}

    /** Somebody has complained. */
    public record Complaint(String account, String note) {}

    static IncidentLine of(Incident incident, Instant now) {
        return new IncidentLine(
                incident.id(),
                incident.account(),
                incident.opened(),
                incident.state().key(),
                incident.since(),
                incident.until(),
                incident.scope().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                incident.client(),
                incident.origin(),
                incident.nets(),
                incident.attempts(),
                incident.daysToAbuse().stream().boxed().findFirst(),
                incident.noticeDue(),
                incident.noticeDue().filter(due -> !now.isBefore(due)).isPresent(),
                incident.timeline().stream()
                        .map(entry -> new Moment(
                                entry.time(),
                                entry.after(incident.opened()),
                                entry.kind().key(),
                                entry.text(),
                                entry.by(),
                                entry.line(incident.opened())))
                        .toList(),
                Optional.empty());
    }

    IncidentLine with(org.sekisho.rules.incident.Deliveries.Around around) {
        return new IncidentLine(
                id,
                account,
                opened,
                state,
                since,
                until,
                scope,
                client,
                origin,
                nets,
                attempts,
                daysToAbuse,
                noticeDue,
                overdue,
                timeline,
                Optional.of(new Deliveries(Mail.of(around.before()), Mail.of(around.after()))));
    }
}
