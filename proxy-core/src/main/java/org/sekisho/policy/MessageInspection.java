package org.sekisho.policy;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sekisho.smtp.Reply;

/**
 * One message under inspection. It cannot hold anything back: the octets are on their way, and all it can do is to have the
 * message refused before its end is told to the mail server. Called on the event loop of the session.
 */
public interface MessageInspection {
    /** The next octets, cut anywhere; the buffer is the caller's and must not be kept. */
    void octets(ByteBuffer next);

    /**
     * The client has ended its message, which nobody has refused so far.
     *
     * @param octets of the whole message, counted as SIZE counts them (E1)
     * @return what the client is refused with; empty to let the message through, and so is a failure
     */
    CompletionStage<Optional<Reply>> end(long octets);

    /** Nothing follows: overwrites what it remembers. Called once, and last, however the message ended. */
    void close();
}
