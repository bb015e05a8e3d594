package org.sekisho.policy;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.sekisho.event.SessionEvent;
import org.sekisho.smtp.Reply;

/** What a session tells its judge between the stages, for those who learn from it. */
public sealed interface Happening {

    /** A delay begins, as long as the session grants it. */
    record DelayBegan(Duration granted) implements Happening {}

    /** A delay has ended: one for each that began. */
    record DelayEnded(Duration granted, End end) implements Happening {}

    /** How a delay ended. */
    enum End {
        /** The client waited to its end. */
        WAITED,
        /** The client closed or reset the connection while it ran. */
        CLIENT_LEFT,
        /** We cut it short: the proxy is being drained or stops. */
        CUT_SHORT
    }

    /**
     * A recipient has its reply.
     *
     * @param reply as the client gets it
     */
    record RecipientAnswered(Stage.AtRcpt at, Reply reply, Source source) implements Happening {}

    /** Who gave a reply. */
    enum Source {
        /** The mail server, to a RCPT whose MAIL it had accepted: its own word about the recipient. */
        UPSTREAM,
        /** The policy. */
        POLICY,
        /**
         * The session: limits, syntax, an upstream that cannot be reached, refused MAIL, or said what makes no sense or means
         * something else to the client (421, 530, 552 for too many recipients).
         */
        SESSION
    }

    /** The mail server has said 354: the client, having waited for whatever it had to wait for, sends its message. */
    record MessageBegan(Stage.AtData at) implements Happening {}

    /**
     * A message has its reply, whoever gave it: at most one for each that began, and none if the client left or gave it up.
     *
     * @param octets of the message as far as it was read, counted as SIZE counts them (E1)
     */
    record MessageEnded(Stage.AtData at, Reply reply, long octets) implements Happening {}

    /**
     * The mail server has taken the client's credentials.
     *
     * @param account empty where the mechanism hides it
     * @param passwordHash a few bits of a keyed hash of account and password, where the mechanism shows the password
     */
    record Authenticated(Optional<String> account, OptionalInt passwordHash) implements Happening {}

    /**
     * The client's credentials are refused for good, by the mail server or by a policy that pretends to be it; trouble of the
     * mail server, or of ours, is no failure (A10).
     *
     * @param passwordHash equal for the same wrong password of an account; for another one it hardly ever is
     * @param took how long the mail server took after the client's last message, with the time that it took to connect if there
     *     was no connection yet; empty if the policy refused
     * @param challenged of a refused token: how long it took, counted likewise, to the challenge that comes before the refusal
     */
    record AuthenticationFailed(
            String mechanism,
            Optional<String> account,
            OptionalInt passwordHash,
            Reply reply,
            Optional<Duration> took,
            Optional<Duration> challenged)
            implements Happening {
        /** Not of a token. */
        public AuthenticationFailed(
                String mechanism,
                Optional<String> account,
                OptionalInt passwordHash,
                Reply reply,
                Optional<Duration> took) {
            this(mechanism, account, passwordHash, reply, took, Optional.empty());
        }
    }

    /** The client got a 4xx or 5xx for something it did, whoever gave it. A 421 for our own end or a timeout is none. */
    record Refused(Reply reply) implements Happening {}

    /** The client broke a rule of the protocol that mail servers keep. */
    record Misbehaved(Fault fault) implements Happening {}

    /** Rules of the protocol that mail servers keep. */
    enum Fault {
        /** It sent something before it had been greeted. */
        TALKED_BEFORE_GREETING,
        /** It sent the next command without waiting where it has to wait (RFC 2920 section 3.1). */
        PIPELINED_TOO_EARLY,
        /** It sent a command of another protocol. */
        NOT_SMTP,
        /** It sent a line or message with a CR or LF that is not part of CRLF (S1). */
        BARE_NEWLINE
    }

    /**
     * The session has ended; nothing follows.
     *
     * @param lasted from the connection on
     */
    record Ended(SessionEvent.Cause cause, Duration lasted) implements Happening {}
}
