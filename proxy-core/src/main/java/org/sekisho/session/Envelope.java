package org.sekisho.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekisho.event.SessionEvent.Outcome;
import org.sekisho.event.SessionEvent.Recipient;
import org.sekisho.smtp.Command;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;

/** One mail transaction as it grows: sender, recipients and what became of them. */
final class Envelope {
    /** Refused recipients are told to the client without end, but kept for the log only up to this many. */
    private static final int REFUSED_KEPT = 1_000;

    final int number;
    final Command.Mail mail;
    final Instant start;

    private final List<Recipient> recipients = new ArrayList<>(1);
    private final List<Mailbox> accepted = new ArrayList<>(1);
    private int refused;
    /** The recipient that the client waits for an answer about. */
    private @Nullable Mailbox asked;

    private boolean heardByUpstream;

    /** The upstream's refusal of MAIL, after the client had been told that it was fine (U10). */
    private Optional<Reply> refusal = Optional.empty();
    /** The upstream connection that knows of this transaction, see {@link UpstreamLink#serial()}; 0 for none. */
    private int link;

    String upstream = "";
    Optional<Reply> upstreamReply = Optional.empty();
    Duration upstreamTime = Duration.ZERO;
    long bytes;

    Envelope(int number, Command.Mail mail, Instant start) {
        this.number = number;
        this.mail = mail;
        this.start = start;
    }

    void carriedBy(UpstreamLink by) {
        link = by.serial();
        upstream = by.address();
    }

    boolean carried() {
        return link != 0;
    }

    /** Whether the upstream connection that knew of this transaction is gone, and the transaction with it (U5). */
    boolean lost(UpstreamLink now) {
        return link != 0 && link != now.serial();
    }

    /** Whether the upstream connection of now knows of this transaction. */
    boolean knownTo(UpstreamLink now) {
        return carried() && !lost(now);
    }

    /** The upstream has answered a recipient: from now on the transaction is bound to that connection. */
    void heardByUpstream() {
        heardByUpstream = true;
    }

    boolean movable() {
        return !heardByUpstream;
    }

    /** The upstream went away before it had answered a recipient: another connection may take it up. */
    void forgetUpstream() {
        link = 0;
    }

    void refuse(Reply reply) {
        refusal = Optional.of(reply);
    }

    Optional<Reply> refusal() {
        return refusal;
    }

    void asked(Mailbox recipient) {
        asked = recipient;
    }

    /** The client hears this, and then nothing more. */
    void lastWord(Reply reply) {
        if (asked != null) {
            answered(asked, reply);
        }
    }

    void answered(Mailbox recipient, Reply reply) {
        asked = null;
        if (reply.positive()) {
            accepted.add(recipient);
        } else if (refused++ >= REFUSED_KEPT) {
            return;
        }
        recipients.add(new Recipient(recipient.written(), Optional.of(reply)));
    }

    /** What became of a transaction that ended without a message: with no recipient taken, it was not the client's choice. */
    Outcome outcomeUnsent() {
        if (!accepted.isEmpty() || recipients.isEmpty() || asked != null) {
            return Outcome.ABANDONED;
        }
        boolean later = recipients.stream()
                .flatMap(recipient -> recipient.reply().stream())
                .anyMatch(Reply::temporary);
        return later ? Outcome.DEFERRED : Outcome.REFUSED;
    }

    List<Mailbox> accepted() {
        return accepted;
    }

    /** Every recipient with the reply that it got, and at the end the one that got none. */
    List<Recipient> recipients() {
        if (asked == null) {
            return recipients;
        }
        List<Recipient> all = new ArrayList<>(recipients);
        all.add(new Recipient(asked.written(), Optional.empty()));
        return all;
    }
}
