package org.sekisho.session;

import java.time.Duration;
import java.util.function.Consumer;
import org.sekisho.smtp.Capabilities;
import org.sekisho.smtp.Reply;

/**
 * What a session can do to its upstream connection, of which it has at most one at a time.
 *
 * <p>Each command gets exactly one reply, in order. When the connection is lost, or an answer takes longer than the
 * settings allow, {@link SmtpSession#upstreamLost} is called once, and the callbacks still waiting are dropped.
 */
public interface UpstreamPort {

    /** How an attempt to open ended. Exactly one of the two is called, unless {@link #abort} comes first. */
    interface Opening {
        /** The connection is ready for MAIL or AUTH. */
        void ready(Capabilities offered);

        /** No upstream address could be used. */
        void failed(OpenFailure failure);
    }

    /** Connects, greets, secures and identifies, at one of the upstream's addresses. */
    void open(ClientIdentity client, Opening opening);

    /** Sends a command line, given without its CRLF. */
    void send(String line, Consumer<Reply> answer);

    /** Sends one line of an AUTH exchange and overwrites {@code line}; it is never logged. */
    void sendSecret(byte[] line, Consumer<Reply> answer);

    /** Puts bytes of our own, canonical and complete lines, before the message. */
    void content(byte[] lines);

    /** Writes the terminator of the message. */
    void endContent(Consumer<Reply> answer);

    /** Closes, as by {@link #quit}, if nothing is sent for so long; the session hears of it as of any loss. */
    void closeIfIdle(Duration limit);

    /** Says QUIT and closes. */
    void quit();

    /** Closes at once and sends nothing more, above all no terminator (K9). */
    void abort();

    /** The address it is connected to, for logs; empty if it is not. */
    String address();
}
