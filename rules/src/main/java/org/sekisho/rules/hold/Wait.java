package org.sekisho.rules.hold;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekisho.policy.Case;
import org.sekisho.policy.Happening.End;
import org.sekisho.policy.Slot;

/** What one session has to do with the tarpit. Belongs to that session alone: others of the same client have their own. */
public final class Wait {
    private static final Slot<Wait> SLOT = new Slot<>(Wait::new);

    private enum State {
        /** The tarpit has not asked anything of it. */
        NONE,
        /** It would have had to wait, if the rule did more than watch. */
        WATCHED,
        /** It would have had to wait, if the server were under load. */
        RESTING,
        /** It is to wait; the session has not begun with that. */
        ASKED,
        RUNNING,
        /** It has waited to the end. */
        WAITED,
        /** The wait was broken off, by the client or by us. */
        BROKEN
    }

    /** What the tarpit is asked for: one recipient. What it finds later than that recipient's reply changes nothing. */
    public record Turn(int recipients, int messages) {}

    private State state = State.NONE;
    private int recipients;
    private int messages;
    private @Nullable Client client;
    private Duration asked = Duration.ZERO;
    private boolean shortened;
    private boolean full;

    private Wait() {}

    /** The session's own. */
    public static Wait in(Case file) {
        return file.in(SLOT);
    }

    /** Whether the session has to wait, waits or has waited: once is enough. */
    public synchronized boolean imposed() {
        return state == State.ASKED || state == State.RUNNING || state == State.WAITED;
    }

    /**
     * Whether the tarpit has dealt with the session, be it by letting it through since the load is low. A delay that was
     * shortened for want of room deals with nobody: a bot waits for a second or two.
     */
    public synchronized boolean settled() {
        return (imposed() && !shortened) || state == State.RESTING;
    }

    /** Whether it would have had to wait, if the tarpit did more than watch. */
    public synchronized boolean watched() {
        return state == State.WATCHED;
    }

    /** The tarpit is asked about the recipient that has no reply yet. */
    public synchronized Turn turn() {
        return new Turn(recipients, messages);
    }

    /**
     * The tarpit only watches, and nobody waits for what it finds.
     *
     * @return whether the message has been taken meanwhile, so that {@link #letThrough} comes too late for it
     */
    public synchronized boolean watch(Turn turn, Client who) {
        if (!imposed()) {
            state = State.WATCHED;
            client = who;
        }
        return turn.messages() < messages;
    }

    /** The tarpit rests for now. */
    public synchronized void rest(Turn turn) {
        if (turn.recipients() == recipients) {
            state = State.RESTING;
        }
    }

    /**
     * It is to wait.
     *
     * @param whole false for a delay that was shortened for want of room: waiting for it shows little
     */
    public synchronized void impose(Turn turn, Client who, Duration delay, boolean whole) {
        if (turn.recipients() == recipients) {
            state = State.ASKED;
            client = who;
            asked = delay;
            shortened = !whole;
            full = whole;
        }
    }

    /** A delay begins. It is ours if we asked for it, and nobody asked for a longer one. */
    public synchronized void began(Duration granted) {
        if (state == State.ASKED && granted.compareTo(asked) <= 0) {
            state = State.RUNNING;
            full &= granted.equals(asked);
        }
    }

    /** A delay has ended; the answer is the client if it was ours and the client itself broke it off. */
    public synchronized Optional<Client> ended(End end) {
        if (state != State.RUNNING) {
            return Optional.empty();
        }
        state = end == End.WAITED ? State.WAITED : State.BROKEN;
        return end == End.CLIENT_LEFT ? Optional.ofNullable(client) : Optional.empty();
    }

    /** The recipient has its reply: a delay that has not begun by now never will. */
    public synchronized void answered() {
        recipients++;
        if (state == State.ASKED) {
            state = State.NONE;
        }
    }

    /** The client, if it has waited as long as anybody has to. */
    public synchronized Optional<Client> survivor() {
        return state == State.WAITED && full ? Optional.ofNullable(client) : Optional.empty();
    }

    /** The mail server has taken a message; the answer is the client if it would have had to wait. */
    public synchronized Optional<Client> letThrough() {
        messages++;
        return state == State.WATCHED ? Optional.ofNullable(client) : Optional.empty();
    }
}
