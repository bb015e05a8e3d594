package org.sekisho.rules.limits;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
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

    /** What is taken for one command, MAIL or RCPT. */
    final class Entry {
        private List<Taking> takings = List.of();
        private boolean putBack;

        /** So much was taken; the answer is what to give back at once, since the reply was faster. */
        List<Taking> took(List<Taking> taken) {
            synchronized (Ledger.this) {
                if (putBack) {
                    return taken;
                }
                takings = List.copyOf(taken);
                return List.of();
            }
        }

        private List<Taking> back() {
            List<Taking> all = takings;
            takings = List.of();
            putBack = true;
            return all;
        }
    }

    /** A recipient, until it has its reply. */
    private record Asked(Mailbox recipient, Entry entry) {}

    private @Nullable Stage stage;
    private @Nullable CompletionStage<Boolean> place;
    private volatile boolean elsewhere;
    private LiveSessions.@Nullable Lease lease;
    private @Nullable Asked asked;
    private List<Entry> message = new ArrayList<>(2);
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

    /** Whether the account is at a place that is new to it; asked once in a session, which logs in once. */
    synchronized CompletionStage<Boolean> place(Supplier<CompletionStage<Boolean>> whereabouts) {
        CompletionStage<Boolean> asked = place;
        if (asked == null) {
            asked = whereabouts.get().thenApply(found -> elsewhere = found);
            place = asked;
        }
        return asked;
    }

    /** The same, as far as it is known. */
    boolean elsewhere() {
        return elsewhere;
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

    /** A command of the present message. */
    synchronized Entry next() {
        Entry entry = new Entry();
        message.add(entry);
        return entry;
    }

    /** RCPT; one that came before and has its reply is another, also to the same recipient. */
    synchronized Entry next(Mailbox recipient) {
        Entry entry = next();
        asked = new Asked(recipient, entry);
        return entry;
    }

    /** A recipient has its reply; the answer is what to give back. */
    synchronized List<Taking> answered(Mailbox recipient, Reply reply) {
        accepted |= reply.positive();
        putOff |= reply.temporary();
        Asked last = asked;
        if (last == null || !last.recipient().equals(recipient)) {
            return List.of();
        }
        asked = null;
        return reply.temporary() ? last.entry().back() : List.of();
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
        List<Taking> all = new ArrayList<>();
        message.forEach(entry -> all.addAll(entry.back()));
        drop();
        return all;
    }

    private List<Taking> drop() {
        message = new ArrayList<>(2);
        asked = null;
        accepted = false;
        putOff = false;
        return List.of();
    }
}
