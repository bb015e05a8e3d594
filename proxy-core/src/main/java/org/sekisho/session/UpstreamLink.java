package org.sekisho.session;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sekisho.smtp.Capabilities;
import org.sekisho.smtp.Extension;
import org.sekisho.smtp.Parameter;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.Verb;

/**
 * A session's connection to the upstream: opened when first needed, at most one at a time, and another one after it was
 * lost. A 421 is a loss that was announced: whoever waits gets 451, as the client may stay (U5).
 */
final class UpstreamLink {
    private final UpstreamPort port;
    private final Consumer<OpenFailure> failures;

    private int serial;
    private boolean open;
    private boolean authenticated;
    private int transactions;
    private Capabilities offered = Capabilities.NONE;
    private @Nullable Runnable ifLost;

    UpstreamLink(UpstreamPort port, Consumer<OpenFailure> failures) {
        this.port = port;
        this.failures = failures;
    }

    boolean open() {
        return open;
    }

    /** Which of the session's connections this is, counted from 1; 0 while there is none. */
    int serial() {
        return open ? serial : 0;
    }

    boolean offers(Extension extension) {
        return offered.has(extension);
    }

    boolean offers(Parameter parameter, Verb verb) {
        return parameter.extension(verb).map(offered::has).orElse(false);
    }

    String address() {
        return open ? port.address() : "";
    }

    boolean authenticated() {
        return authenticated;
    }

    void authenticatedNow() {
        authenticated = true;
    }

    void open(ClientIdentity client, Runnable ready, Consumer<OpenFailure> failed) {
        port.open(client, new UpstreamPort.Opening() {
            @Override
            public void ready(Capabilities capabilities) {
                open = true;
                serial++;
                transactions = 0;
                offered = capabilities;
                ready.run();
            }

            @Override
            public void failed(OpenFailure failure) {
                failures.accept(failure);
                failed.accept(failure);
            }
        });
    }

    void send(String line, Consumer<Reply> answer, Runnable lost) {
        ifLost = lost;
        port.send(line, reply -> answered(reply, answer));
    }

    void sendSecret(byte[] line, Consumer<Reply> answer, Runnable lost) {
        ifLost = lost;
        port.sendSecret(line, reply -> answered(reply, answer));
    }

    void closeIfIdle(Duration limit) {
        port.closeIfIdle(limit);
    }

    boolean offersMechanism(String mechanism) {
        return offered.mechanisms().stream().anyMatch(mechanism::equalsIgnoreCase);
    }

    void content(byte[] lines) {
        port.content(lines);
    }

    void endContent(Consumer<Reply> answer, Runnable lost) {
        ifLost = lost;
        port.endContent(reply -> answered(reply, answer));
    }

    private void answered(Reply reply, Consumer<Reply> answer) {
        if (reply.code() == 421) {
            drop();
        }
        answer.accept(forClient(reply));
    }

    /** A 421 means the upstream's own connection only; enhanced status codes are offered even if it has none (L10). */
    static Reply forClient(Reply reply) {
        return reply.code() == 421 ? Answers.UPSTREAM_CLOSING : reply.withEnhancedCode();
    }

    /** The connection is gone; runs what the command under way left for that case. Says whether there was one. */
    boolean lost() {
        Runnable waiting = ifLost;
        forget();
        if (waiting == null) {
            return false;
        }
        waiting.run();
        return true;
    }

    /** The reply has been dealt with: nobody waits for the upstream. */
    void settled() {
        ifLost = null;
    }

    /**
     * A transaction is over. An upstream that takes only so many in a session is left in time (RFC 9422 MAILMAX, E10);
     * not after AUTH, as the next connection would need the password again.
     */
    void transactionOver() {
        transactions++;
        int most = offered.limit("MAILMAX").orElse(Integer.MAX_VALUE);
        if (open && !authenticated && transactions >= most) {
            quit();
        }
    }

    void quit() {
        if (open) {
            port.quit();
        } else {
            port.abort();
        }
        forget();
    }

    void drop() {
        port.abort();
        forget();
    }

    private void forget() {
        open = false;
        offered = Capabilities.NONE;
        ifLost = null;
    }
}
