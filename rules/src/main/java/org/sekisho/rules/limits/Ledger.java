package org.sekisho.rules.limits;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekisho.policy.Case;
import org.sekisho.policy.Slot;
import org.sekisho.policy.Stage;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.sekisho.state.TokenBuckets.Taking;

/**
 * What one session counts for, and what it has taken for its present message, so that it can be given back where the mail
 * is put off: the client will come again with the same mail, which must not count twice (G19). Thread-safe.
 */
final class Ledger {
    static final Slot<Ledger> SLOT = new Slot<>(Ledger::new);

    private record Taken(Mailbox recipient, List<Taking> takings) {}

    private @Nullable Stage stage;
    private LiveSessions.@Nullable Lease lease;
    private List<Taking> message = List.of();
    private List<Taken> recipients = List.of();
    private boolean accepted;
    private boolean putOff;

    /** The stage that the session has come to. */
    synchronized void at(Stage now) {
        stage = now;
    }

    /** The stage that was judged last; none where this rule has not been asked. */
    synchronized Optional<Stage> stage() {
        return Optional.ofNullable(stage);
    }

    synchronized LiveSessions.Lease lease(LiveSessions live, Case file) {
        LiveSessions.Lease mine = lease;
        if (mine == null) {
            mine = live.open(file);
            lease = mine;
        }
        return mine;
    }

    synchronized void endLease() {
        if (lease != null) {
            lease.end();
        }
    }

    /** A message begins with these. */
    synchronized void begin(List<Taking> takings) {
        message = List.copyOf(takings);
        recipients = List.of();
        accepted = false;
        putOff = false;
    }

    synchronized void add(Mailbox recipient, List<Taking> takings) {
        recipients = recipients.isEmpty() ? new ArrayList<>(2) : recipients;
        recipients.add(new Taken(recipient, takings));
    }

    /** A recipient has its reply; the answer is what to give back. */
    synchronized List<Taking> answered(Mailbox recipient, Reply reply) {
        accepted |= reply.positive();
        putOff |= reply.temporary();
        if (!reply.temporary()) {
            return List.of();
        }
        List<Taking> back = new ArrayList<>(2);
        recipients.stream()
                .filter(taken -> taken.recipient().equals(recipient))
                .forEach(taken -> back.addAll(taken.takings()));
        if (!back.isEmpty()) {
            recipients.removeIf(taken -> taken.recipient().equals(recipient));
        }
        return back;
    }

    /** The message has its reply; the answer is what to give back. */
    synchronized List<Taking> ended(Reply reply) {
        return reply.temporary() ? rest() : drop();
    }

    /** The session goes on to something else, or ends; the answer is what to give back. */
    synchronized List<Taking> abandoned() {
        return putOff && !accepted ? rest() : drop();
    }

    private List<Taking> rest() {
        List<Taking> all = new ArrayList<>(message);
        recipients.forEach(taken -> all.addAll(taken.takings()));
        begin(List.of());
        return all;
    }

    private List<Taking> drop() {
        begin(List.of());
        return List.of();
    }
}
