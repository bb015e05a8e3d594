package org.sekisho.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sekisho.smtp.Reply;

/** Something that a session reports when it has happened. Strings of strangers are as received: escape before printing. */
public sealed interface SessionEvent {

    /** The session's id: unique in one run of the program, printable, at most 16 characters. */
    String session();

    /**
     * A client session has ended.
     *
     * @param listener the listener's name
     * @param client the client's address, as told by a PROXY header if there was one
     * @param clientPort the client's port
     * @param helo the name given in HELO or EHLO; empty if none was
     * @param tls protocol and cipher, empty for clear text
     * @param account the account that AUTH succeeded for
     * @param errors 5xx replies to the client since the last message that was accepted
     * @param bytesIn octets received, TLS taken off
     * @param bytesOut octets sent, before TLS
     */
    record SessionEnded(
            String session,
            String listener,
            String client,
            int clientPort,
            String helo,
            Optional<String> tls,
            Optional<String> account,
            Cause cause,
            int commands,
            int transactions,
            int errors,
            long bytesIn,
            long bytesOut,
            Instant start,
            Duration duration)
            implements SessionEvent {}

    /** Why a session ended. */
    enum Cause {
        /** The client said QUIT. */
        QUIT,
        /** The client closed or reset the connection. */
        CLIENT_LEFT,
        /** The client took too long. */
        TIMEOUT,
        /** Too many errors or commands that lead nowhere. */
        TOO_MANY_ERRORS,
        /** What the client sent is not SMTP, or cannot be followed safely. */
        PROTOCOL,
        /** The TLS handshake failed. */
        TLS_FAILED,
        /** The upstream was lost and the session could not go on without it. */
        UPSTREAM_LOST,
        /** The policy closed it. */
        POLICY,
        /** The proxy was stopping. */
        SHUTDOWN,
        /** A defect of this program; the log has its stack trace. */
        INTERNAL_ERROR
    }

    /**
     * A mail transaction, from MAIL on, has ended.
     *
     * @param number counts from 1 in its session
     * @param recipients in the order of the RCPT commands, with the reply that the client got
     * @param reply the last reply to the client that concerned the whole transaction; empty if it left before that
     * @param upstream the address relayed to; empty if none was opened
     * @param upstreamReply the upstream's own answer to the end of data
     * @param bytes octets of the message, counted as SIZE counts them (E1)
     * @param upstreamTime from the end of data to the upstream's answer
     */
    record TransactionEnded(
            String session,
            int number,
            String listener,
            String client,
            String helo,
            Optional<String> account,
            String reversePath,
            List<Recipient> recipients,
            Outcome outcome,
            Optional<Reply> reply,
            Optional<String> upstream,
            Optional<Reply> upstreamReply,
            long bytes,
            Duration duration,
            Duration upstreamTime)
            implements SessionEvent {
        public TransactionEnded {
            recipients = List.copyOf(recipients);
        }
    }

    /**
     * A recipient that the client asked for.
     *
     * @param reply empty if the client left before there was one
     */
    record Recipient(String address, Optional<Reply> reply) {}

    /** What became of a transaction. */
    enum Outcome {
        /** The upstream took the message and the client was told so. */
        ACCEPTED,
        /** The upstream took the message, but the client had gone before it could be told: it may send it again (U8). */
        ACCEPTED_UNTOLD,
        /** Refused for good, 5xx. */
        REFUSED,
        /** Put off, 4xx. */
        DEFERRED,
        /** The message was sent whole, but no answer came: the upstream may or may not have taken it (U7). */
        UNKNOWN,
        /** The client gave it up: RSET, a new EHLO, QUIT or a lost connection. */
        ABANDONED
    }

    /**
     * An AUTH exchange has ended.
     *
     * @param account empty where the mechanism hides the name
     * @param authorizedAs the account that the client asked to act as, if it is another one
     * @param reply what the client got
     */
    record AuthenticationEnded(
            String session,
            String listener,
            String client,
            String mechanism,
            Optional<String> account,
            Optional<String> authorizedAs,
            Reply reply)
            implements SessionEvent {}
}
