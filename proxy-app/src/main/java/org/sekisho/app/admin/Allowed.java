package org.sekisho.app.admin;

import java.time.Instant;
import java.util.Optional;
import org.sekisho.rules.allow.AllowEntry;

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
     * What an operator wants to be an entry.
     *
     * @param seconds how long it counts; for ever if not said
     */
    public record Wish(String subject, String note, String by, Optional<Long> seconds) {}
}
