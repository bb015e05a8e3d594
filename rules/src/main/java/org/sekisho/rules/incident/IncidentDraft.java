package org.sekisho.rules.incident;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sekisho.rules.account.Acquaintance.Outcome;

/** An incident while something of it is being changed; each field is the component of that name. */
final class IncidentDraft {
    private final String id;
    private final String account;
    private final Instant opened;

    State state = State.WATCH;
    Instant since;
    Optional<Instant> until = Optional.empty();
    boolean endSet;
    Scope scope = Scope.NEW_ORIGINS;
    String client = "";
    String origin = "";
    List<String> nets = new ArrayList<>();
    OptionalInt passwordHash = OptionalInt.empty();
    int attempts;
    Optional<Instant> noticeDue = Optional.empty();
    Optional<Outcome> owed = Optional.empty();
    List<Entry> timeline = new ArrayList<>();

    IncidentDraft(String id, String account, Instant opened) {
        this.id = id;
        this.account = account;
        this.opened = opened;
        since = opened;
    }

    IncidentDraft(Incident incident) {
        this(incident.id(), incident.account(), incident.opened());
        state = incident.state();
        since = incident.since();
        until = incident.until();
        endSet = incident.endSet();
        scope = incident.scope();
        client = incident.client();
        origin = incident.origin();
        nets.addAll(incident.nets());
        passwordHash = incident.passwordHash();
        attempts = incident.attempts();
        noticeDue = incident.noticeDue();
        owed = incident.owed();
        timeline.addAll(incident.timeline());
    }

    Incident incident() {
        return new Incident(
                id,
                account,
                opened,
                state,
                since,
                until,
                endSet,
                scope,
                client,
                origin,
                nets,
                passwordHash,
                attempts,
                noticeDue,
                owed,
                timeline);
    }
}
