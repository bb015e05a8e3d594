package org.sekisho.app.admin;

import java.time.Instant;
import java.util.Optional;
import org.sekisho.rules.allow.AllowEntry;
import org.sekisho.rules.allow.Subject;

/**
 * An entry of the operators' allow list.
 *
 * @param unsaved whether this node alone knows so far, because the store could not be reached
 */
public record Allowed(
        String subject, String note, String by, Instant since, Optional<Instant> expires, boolean unsaved) {

    static Allowed of(AllowEntry entry, boolean unsaved) {
        return new Allowed(entry.key(), entry.note(), entry.by(), entry.since(), entry.expires(), unsaved);
    }

    /**
     * What was taken off the list.
     *
     * @param since and what else the entry said; none of it if it was not on the list here, but may be on other nodes
     * @param unsaved whether this node alone knows so far that it was, because the store could not be reached
     */
    public record Removed(
            String subject,
            Optional<String> note,
            Optional<String> by,
            Optional<Instant> since,
            Optional<Instant> expires,
            boolean unsaved) {

        static Removed of(Subject subject, Optional<AllowEntry> entry, boolean unsaved) {
            return new Removed(
                    subject.toString(),
                    entry.map(AllowEntry::note),
                    entry.map(AllowEntry::by),
                    entry.map(AllowEntry::since),
                    entry.flatMap(AllowEntry::expires),
                    unsaved);
        }
    }

    /**
     * What an operator wants to be an entry.
     *
     * @param seconds how long it counts; for ever if not said
     */
    public record Wish(String subject, String note, String by, Optional<Long> seconds) {}
}
