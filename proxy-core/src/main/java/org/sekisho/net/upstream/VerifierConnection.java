package org.sekisho.net.upstream;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sekisho.net.io.Deadline;
import org.sekisho.net.upstream.UpstreamVerifier.Question;
import org.sekisho.session.OpenFailure;
import org.sekisho.smtp.Capabilities;
import org.sekisho.smtp.Reply;

/**
 * One connection of the verifier: one question after the other, each a transaction that ends with RSET. Used on its event
 * loop only.
 */
final class VerifierConnection implements OpenAttempt.Result, UpstreamConnection.Owner {
    /** Postfix makes a client wait before each reply after ten errors in a session, and closes it after twenty. */
    private static final int MOST_REFUSALS = 9;
    /** Postfix counts RSETs without mail as errors, too, from the hundredth on. */
    private static final int MOST_QUESTIONS = 90;
    /** The client who waits for the answer does not wait longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final UpstreamVerifier verifier;
    private final OpenAttempt attempt;
    private final Deadline deadline;

    private @Nullable UpstreamConnection connection;
    /** What is being asked. */
    private @Nullable Question current;

    private boolean ready;
    private int questions;
    private int refusals;

    VerifierConnection(UpstreamVerifier verifier, Upstreams upstreams, EventLoop loop) {
        this.verifier = verifier;
        attempt = new OpenAttempt(upstreams, loop, Optional.empty(), this);
        deadline = new Deadline(loop, this::tooSlow);
    }

    void open() {
        attempt.start();
    }

    // From the attempt

    @Override
    public UpstreamConnection.Owner owner() {
        return this;
    }

    @Override
    public void opened(UpstreamConnection made) {
        connection = made;
    }

    @Override
    public void ready(Capabilities offered) {
        ready = true;
        rest();
    }

    @Override
    public void failed(OpenFailure failure) {
        verifier.unreachable(this, failure);
    }

    // Asking

    /** Takes the next question, if it can; says whether it did. */
    boolean askNext() {
        UpstreamConnection open = connection;
        if (!ready || open == null || current != null || verifier.waiting().isEmpty()) {
            return false;
        }
        Question next = verifier.waiting().remove();
        current = next;
        questions++;
        deadline.in(PATIENCE);
        send(open, "MAIL FROM:<" + next.sender() + ">", reply -> mailAnswered(open, next, reply));
        open.flush();
        return true;
    }

    private void mailAnswered(UpstreamConnection open, Question question, Reply reply) {
        if (reply.positive()) {
            send(open, "RCPT TO:<" + question.recipient().written() + ">", told -> rcptAnswered(open, question, told));
        } else {
            // What it says to the sender says nothing about the recipient (R4).
            refusals++;
            question.fail("The upstream answered MAIL with " + reply);
            over();
        }
    }

    private void rcptAnswered(UpstreamConnection open, Question question, Reply reply) {
        refusals += reply.positive() ? 0 : 1;
        question.answer().complete(reply.withEnhancedCode());
        send(open, "RSET", reset -> {
            if (reset.positive()) {
                over();
            } else {
                leave();
            }
        });
    }

    /** A 421 ends the connection, whatever was asked. */
    private void send(UpstreamConnection open, String line, Consumer<Reply> answer) {
        open.send(line, reply -> {
            if (reply.code() == 421 || reply.intermediate()) {
                leave();
            } else {
                answer.accept(reply);
            }
        });
    }

    private void over() {
        current = null;
        deadline.clear();
        if (questions >= MOST_QUESTIONS || refusals >= MOST_REFUSALS) {
            leave();
        } else {
            rest();
        }
    }

    private void rest() {
        if (!askNext() && connection != null) {
            connection.closeIfIdle(UpstreamVerifier.IDLE);
        }
    }

    // Ends

    private void tooSlow() {
        UpstreamConnection open = connection;
        if (open != null) {
            open.close();
        }
        lost();
    }

    private void leave() {
        UpstreamConnection open = connection;
        if (open != null) {
            open.quit();
        }
        lost();
    }

    @Override
    public void lost() {
        connection = null;
        deadline.cancel();
        Question unanswered = current;
        current = null;
        if (unanswered != null) {
            // Nothing happens to one that has its answer already.
            unanswered.fail("The upstream closed the connection");
        }
        verifier.ended(this);
    }

    @Override
    public void spoke(Reply reply) {
        leave();
    }

    @Override
    public void progress() {
        // Whoever asked hears of the answer by itself.
    }
}
