package org.sekisho.net.upstream;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.sekisho.policy.RecipientVerifier;
import org.sekisho.session.OpenFailure;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.ReversePath;

/**
 * Asks the upstream about recipients over a few connections of the proxy's own: MAIL with the session's sender, RCPT, RSET,
 * never DATA (R11). They are opened when there is something to ask, count among the upstream's connections, and are given
 * back when nothing was asked for 30 s.
 *
 * <p>The upstream is not told of the client: it would need a new connection for each, and a client's address could decide
 * its answer, which then would not be about the recipient.
 *
 * <p>Works on one event loop; may be asked from any thread.
 */
public final class UpstreamVerifier implements RecipientVerifier {
    static final Duration IDLE = Duration.ofSeconds(30);
    /** Beyond it nobody would have the patience to wait for an answer. */
    static final int MOST_WAITING = 1_000;

    private final Upstreams upstreams;
    private final EventLoop loop;
    private final int mostConnections;

    private final Deque<Question> waiting = new ArrayDeque<>();
    private final List<VerifierConnection> connections = new ArrayList<>();

    /** What is to be asked, and who wants to know. */
    record Question(ReversePath sender, Mailbox recipient, CompletableFuture<Reply> answer) {
        void fail(String why) {
            answer.completeExceptionally(new IllegalStateException(why));
        }
    }

    UpstreamVerifier(Upstreams upstreams, EventLoop loop, int mostConnections) {
        this.upstreams = upstreams;
        this.loop = loop;
        this.mostConnections = mostConnections;
    }

    @Override
    public CompletionStage<Reply> ask(ReversePath sender, Mailbox recipient) {
        Question question = new Question(sender, recipient, new CompletableFuture<>());
        boolean ascii =
                recipient.ascii() && sender.mailbox().map(Mailbox::ascii).orElse(true);
        if (!ascii) {
            question.fail("An address that needs SMTPUTF8 is not asked about");
        } else {
            try {
                loop.execute(() -> add(question));
            } catch (RejectedExecutionException stopped) {
                question.fail("The proxy is stopping");
            }
        }
        return question.answer;
    }

    private void add(Question question) {
        if (waiting.size() >= MOST_WAITING) {
            question.fail("Too many questions wait for the upstream");
            return;
        }
        waiting.add(question);
        boolean taken = connections.stream().anyMatch(VerifierConnection::askNext);
        if (!taken) {
            openAnother();
        }
    }

    private void openAnother() {
        if (connections.size() < mostConnections) {
            VerifierConnection fresh = new VerifierConnection(this, upstreams, loop);
            connections.add(fresh);
            fresh.open();
        }
    }

    // From the connections

    Deque<Question> waiting() {
        return waiting;
    }

    /** A connection has ended; if others wait, another is opened for them. */
    void ended(VerifierConnection connection) {
        connections.remove(connection);
        if (!waiting.isEmpty()) {
            openAnother();
        }
    }

    /** A connection could not be opened: without any other, those who wait would wait in vain. */
    void unreachable(VerifierConnection connection, OpenFailure failure) {
        connections.remove(connection);
        while (connections.isEmpty() && !waiting.isEmpty()) {
            waiting.remove().fail("The upstream cannot be asked: " + failure.detail());
        }
    }
}
