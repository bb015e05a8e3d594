package org.sekisho.smtp;

import java.util.Optional;

/**
 * The sender of a message: a mailbox, or nobody ({@code <>}) as in a bounce.
 *
 * @param mailbox empty for the null reverse-path
 */
public record ReversePath(Optional<Mailbox> mailbox) {
    public static final ReversePath NULL = new ReversePath(Optional.empty());

    public static ReversePath of(Mailbox mailbox) {
        return new ReversePath(Optional.of(mailbox));
    }

    /** The address without brackets; empty for the null reverse-path. */
    @Override
    public String toString() {
        return mailbox.map(Mailbox::written).orElse("");
    }
}
