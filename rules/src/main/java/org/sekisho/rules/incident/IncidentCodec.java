package org.sekisho.rules.incident;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.sekisho.rules.account.Acquaintance.Outcome;
import org.sekisho.state.Codec;
import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;

/** How an incident is kept. */
final class IncidentCodec implements Codec<Incident> {
    private static final int VERSION = 2;

    @Override
    public byte[] encode(Incident incident) {
        RecordWriter out = new RecordWriter(VERSION)
                .text(incident.id())
                .text(incident.account())
                .instant(incident.opened())
                .text(incident.state().name())
                .instant(incident.since())
                .instant(incident.until().orElse(Instant.MAX))
                .text(incident.scope().name())
                .text(incident.client())
                .text(incident.origin())
                .flag(incident.passwordHash().isPresent())
                .number(incident.passwordHash().orElse(0))
                .number(incident.attempts())
                .instant(incident.noticeDue().orElse(Instant.MAX))
                .number(incident.nets().size());
        incident.nets().forEach(out::text);
        out.number(incident.timeline().size());
        incident.timeline()
                .forEach(entry -> out.instant(entry.time())
                        .text(entry.kind().name())
                        .text(entry.text())
                        .text(entry.by()));
        out.flag(incident.endSet()).text(incident.owed().map(Outcome::name).orElse(""));
        return out.octets();
    }

    @Override
    public boolean fits(String key, Incident incident) {
        return key.equals(incident.id());
    }

    @Override
    public Incident decode(byte[] octets) {
        RecordReader in = new RecordReader(octets, VERSION);
        IncidentDraft draft = new IncidentDraft(in.text(), in.text(), in.instant());
        draft.state = State.valueOf(in.text());
        draft.since = in.instant();
        draft.until = end(in.instant());
        draft.scope = Scope.valueOf(in.text());
        draft.client = in.text();
        draft.origin = in.text();
        draft.passwordHash = hash(in.flag(), (int) in.number());
        draft.attempts = (int) in.number();
        draft.noticeDue = end(in.instant());
        for (long left = in.number(); left > 0; left--) {
            draft.nets.add(in.text());
        }
        for (long left = in.number(); left > 0; left--) {
            draft.timeline.add(new Entry(in.instant(), Entry.Kind.valueOf(in.text()), in.text(), in.text()));
        }
        if (in.version() >= 2) {
            draft.endSet = in.flag();
            draft.owed = outcome(in.text());
        }
        in.end();
        return draft.incident();
    }

    private static Optional<Instant> end(Instant time) {
        return time.equals(Instant.MAX) ? Optional.empty() : Optional.of(time);
    }

    private static Optional<Outcome> outcome(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(Outcome.valueOf(name));
    }

    private static OptionalInt hash(boolean present, int value) {
        return present ? OptionalInt.of(value) : OptionalInt.empty();
    }
}
