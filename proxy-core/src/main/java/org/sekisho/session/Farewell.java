package org.sekisho.session;

import java.util.Optional;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.event.SessionEvent.Outcome;
import org.sekisho.policy.Happening;
import org.sekisho.smtp.Reply;

/**
 * How a session ends: whose wish it is, what the client hears last, and what becomes of the transaction under way and of
 * the upstream. After the end nothing is said or told any more.
 */
final class Farewell {
    private final SmtpSession session;
    private final UpstreamLink link;
    private final MailExchange mail;
    private final ContentExchange content;
    private final SaslExchange sasl;
    private final Judging judging;
    private final SessionRecord log;

    private boolean draining;
    private boolean clientHasLeft;

    Farewell(
            SmtpSession session,
            UpstreamLink link,
            MailExchange mail,
            ContentExchange content,
            SaslExchange sasl,
            Judging judging,
            SessionRecord log) {
        this.session = session;
        this.link = link;
        this.mail = mail;
        this.content = content;
        this.sasl = sasl;
        this.judging = judging;
        this.log = log;
    }

    // The client's wish

    /** The client has closed or reset the connection. */
    void clientLeft(Cause cause) {
        if (content.verdictDue()) {
            // The message is the upstream's by now: its answer still matters for the log (U8).
            clientHasLeft = true;
        } else if (session.state() != State.CLOSED) {
            end(cause);
        }
    }

    /** Whether only the upstream's verdict is waited for, which nobody will hear. */
    boolean clientHasLeft() {
        return clientHasLeft;
    }

    // The operator's

    /** From now on the session leaves as soon as no transaction is under way. Nobody is held any longer (D9). */
    void drain() {
        draining = true;
        State state = session.state();
        if (state == State.DELAY) {
            say(Answers.SHUTDOWN, Cause.SHUTDOWN);
        } else if (state == State.COMMAND || state == State.SASL) {
            leaveIfDraining();
        }
    }

    boolean draining() {
        return draining;
    }

    void leaveIfDraining() {
        if (draining && !mail.underWay()) {
            now(Answers.SHUTDOWN, Cause.SHUTDOWN);
        }
    }

    // Ours

    /** The client must not think that it is still logged in: its password is not kept for another connection. */
    void leaveIfAuthenticationIsLost() {
        if (link.authenticated() && !link.open() && session.state() == State.COMMAND) {
            say(Answers.UPSTREAM_LOST_CLOSING, Cause.UPSTREAM_LOST);
        }
    }

    /** Ends the session in whatever it is doing, unless it has ended. */
    void now(Reply reply, Cause cause) {
        if (session.state() != State.CLOSED) {
            say(reply, cause);
        }
    }

    /** Says the last word, and closes. */
    void say(Reply reply, Cause cause) {
        if (cause == Cause.POLICY || cause == Cause.PROTOCOL || cause == Cause.TOO_MANY_ERRORS) {
            session.tell(new Happening.Refused(reply));
        }
        session.port().reply(reply);
        mail.lastWord(reply);
        // Before the connection closes, so that its end is not taken for the client's.
        end(cause);
        session.port().hangUp();
    }

    /** Closes without a word. */
    void drop(Cause cause) {
        end(cause);
        session.port().hangUp();
    }

    /** Ends the session for us; the connection is the caller's to close. */
    void end(Cause cause) {
        State last = session.state();
        if (last == State.DELAY) {
            judging.delayBroken(cause == Cause.CLIENT_LEFT);
        }
        boolean unfinished = content.unfinished() || last == State.DATA || last == State.CHUNK;
        session.tell(new Happening.Ended(cause, log.lasted()));
        session.enter(State.CLOSED);
        content.forget();
        sasl.forget();
        mail.finish(content.verdictDue() ? Outcome.UNKNOWN : Outcome.ABANDONED, Optional.empty());
        if (unfinished) {
            link.drop();
        } else {
            link.quit();
        }
        log.ended(cause);
    }
}
