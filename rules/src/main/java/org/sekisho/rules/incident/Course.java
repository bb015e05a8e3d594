package org.sekisho.rules.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.sekisho.rules.account.Acquaintance.Outcome;
import org.sekisho.rules.incident.Entry.Kind;

/** How an incident goes on, under the settings that hold now. */
record Course(IncidentSettings settings, Instant now) {
    /** Nobody has decided by then: it does not wait for ever. */
    static final Duration WAITS = Duration.ofDays(30);

    /** So long the nets that were dismissed do not restrict the account again at the same places. */
    static final Duration PARDON = Duration.ofDays(7);

    private static final String PROLONGED = "prolonged while attempts go on, ";

    // Before a decision

    Incident watching(Incident incident) {
        return incident.state() == State.DEFENDED || incident.state() == State.OPEN
                ? incident
                : incident.become(State.WATCH, now, Optional.of(now.plus(settings.watch())));
    }

    /** @param why ready to be added to that it waits */
    Incident asking(Incident incident, String why) {
        return incident.state() == State.DEFENDED || incident.state() == State.OPEN
                ? incident
                : incident.become(State.OPEN, now, Optional.of(now.plus(WAITS)))
                        .with(now, Kind.OPENED, "waits for an operator" + why, Entry.SEKISHO);
    }

    // Restricting

    /** @param time as an operator has said; empty for the usual one, which may become longer */
    Incident defended(Incident incident, Optional<Duration> time, Scope scope, String why, String by) {
        NoticeSettings notice = settings.notice();
        boolean anew = incident.state() != State.DEFENDED;
        // Who was told that he can go on working has to hear that he cannot.
        boolean wider = scope == Scope.ALL && incident.scope() != Scope.ALL;
        Instant end = now.plus(time.orElse(settings.time()));
        String what = ", " + words(scope) + ", until " + end
                + settings.legalReference()
                        .map(reference -> ", under " + reference)
                        .orElse("");
        return incident.become(State.DEFENDED, now, Optional.of(end))
                .but(draft -> {
                    draft.endSet = time.isPresent();
                    draft.scope = scope;
                    if (notice.enabled() && (anew || (wider && draft.noticeDue.isEmpty()))) {
                        draft.noticeDue = Optional.of(now.plus(notice.noticeWithin()));
                    }
                })
                .with(now, Kind.DEFENDED, Entry.cut(why, Entry.LONGEST_TEXT - what.length()) + what, by);
    }

    /** By itself, the program never shortens or weakens what an operator has said, and a restriction begins only once. */
    Incident defendedAtLeast(Incident incident, String why) {
        return incident.state() == State.DEFENDED
                ? prolonged(incident)
                : defended(incident, Optional.empty(), settings.scope(), why, Entry.SEKISHO);
    }

    private static String words(Scope scope) {
        return scope == Scope.ALL ? "everybody" : "new origins only";
    }

    /** @param persists whether somebody goes on at a place that is new to the account, so that a restriction does, too */
    Incident attempted(Incident incident, String what, boolean persists) {
        Incident after = incident.attempted(now, what);
        if (!persists || incident.state() != State.DEFENDED || tells(incident, Kind.PASSWORD, "")) {
            return after;
        }
        return prolonged(after);
    }

    /** From now on for as long as a restriction lasts, and no longer than one may last in all. */
    private Incident prolonged(Incident incident) {
        if (incident.endsInAnyCase()) {
            return incident;
        }
        Instant latest = incident.since().plus(settings.maxTime());
        Instant wanted = now.plus(settings.time());
        Instant end = wanted.isBefore(latest) ? wanted : latest;
        if (incident.until().filter(end::isAfter).isEmpty()) {
            return incident;
        }
        Incident longer = incident.but(draft -> draft.until = Optional.of(end));
        boolean told = tells(incident, Kind.NOTE, PROLONGED);
        return told ? longer : longer.with(now, Kind.NOTE, PROLONGED + "until " + latest + " at most", Entry.SEKISHO);
    }

    /** Whether a line of that kind, beginning so, stands in the timeline since the incident came into its state. */
    private static boolean tells(Incident incident, Kind kind, String beginning) {
        return incident.timeline().stream()
                .anyMatch(entry -> entry.kind() == kind
                        && entry.text().startsWith(beginning)
                        && !entry.time().isBefore(incident.since()));
    }

    /** Another password than the thief's was accepted, from the account's home. It is written down once. */
    Incident passwordChanged(Incident incident) {
        boolean restricted = incident.state() == State.DEFENDED;
        boolean told = restricted
                ? tells(incident, Kind.PASSWORD, "")
                : incident.first(Kind.PASSWORD).isPresent();
        Incident changed = told
                ? incident
                : incident.with(
                        now, Kind.PASSWORD, "another password was accepted from the account's home", Entry.SEKISHO);
        return restricted && settings.releaseOnPasswordChange()
                ? released(changed, "by password change", Entry.SEKISHO)
                : changed;
    }

    // Ending

    Incident released(Incident incident, String why, String by) {
        return released(incident, why, by, Outcome.RELEASED);
    }

    private Incident released(Incident incident, String why, String by, Outcome outcome) {
        return incident.become(State.RELEASED, now, Optional.of(now.plus(settings.watch())))
                .but(draft -> draft.owed = Optional.of(outcome))
                .with(now, Kind.RELEASED, why, by);
    }

    /** By an operator. */
    Incident dismissed(Incident incident, String why, String by) {
        return dismissed(incident, why, by, PARDON, Outcome.ACQUITTED);
    }

    /** @param remembered how long what was dismissed makes a difference */
    private Incident dismissed(Incident incident, String why, String by, Duration remembered, Outcome outcome) {
        return incident.become(State.DISMISSED, now, Optional.of(now.plus(remembered)))
                .but(draft -> draft.owed = Optional.of(outcome))
                .with(now, Kind.DISMISSED, why, by);
    }

    /** What has ended by itself, unless somebody has decided otherwise a moment ago. */
    Incident ended(Incident incident) {
        if (!incident.overAt(now)) {
            return incident;
        }
        return switch (incident.state()) {
            case DEFENDED -> released(incident, "by time", Entry.SEKISHO, incident.outcome());
            case WATCH ->
                unheeded(
                        incident, "nothing more came within " + settings.watch().toDays() + " days");
            case OPEN -> unheeded(incident, "nobody decided within " + WAITS.toDays() + " days");
            case DISMISSED, RELEASED -> incident;
        };
    }

    private Incident unheeded(Incident incident, String why) {
        return dismissed(incident, why, Entry.SEKISHO, Duration.ZERO, incident.outcome());
    }
}
