package org.sekisho.session;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Stage;
import org.sekisho.smtp.Reply;

/**
 * Asks the policy, and makes the client wait as long as it says: the only place where a delay is spent. The delays of one
 * group of commands add up against one limit (O4).
 */
final class Judging {
    private final SmtpSession session;
    private final KnownClient client;
    private final Manners manners;
    private final JudgePort judge;

    private Duration delay = Duration.ZERO;
    private Duration waitedInGroup = Duration.ZERO;
    private @Nullable Runnable afterDelay;
    private List<String> fields = List.of();

    Judging(SmtpSession session, KnownClient client, Manners manners, JudgePort judge) {
        this.session = session;
        this.client = client;
        this.manners = manners;
        this.judge = judge;
    }

    /** Header fields that the last decision puts before the message. */
    List<String> fields() {
        return fields;
    }

    /** The delay that runs, or was the last to run. */
    Duration delay() {
        return delay;
    }

    void ask(Stage stage, Consumer<Reply> refused, Runnable proceed) {
        askAtOnce(stage, refuse -> delay(refuse.delay(), () -> refused.accept(refuse.reply())), proceed);
    }

    /** Leaves it to the caller to spend the delay of a refusal. */
    void askAtOnce(Stage stage, Consumer<Decision.Refuse> refused, Runnable proceed) {
        session.enter(State.DECISION);
        judge.ask(stage, decision -> {
            if (session.state() == State.DECISION) {
                decided(stage, decision, refused, proceed);
            }
        });
    }

    private void decided(Stage stage, Decision decision, Consumer<Decision.Refuse> refused, Runnable proceed) {
        fields = decision instanceof Decision.Pass pass ? pass.fields() : List.of();
        if (decision instanceof Decision.Refuse refuse) {
            refused.accept(refuse);
        } else if (decision instanceof Decision.HangUp hangUp) {
            delay(hangUp.delay(), () -> hangUp(stage, hangUp.reply()));
        } else if (decision instanceof Decision.Drop drop) {
            delay(drop.delay(), () -> session.drop(Cause.POLICY));
        } else {
            delay(decision.delay(), proceed);
        }
    }

    /** Makes the client wait, as long as it may have to. */
    void delay(Duration wanted, Runnable next) {
        Duration granted = grant(wanted);
        if (granted.isZero()) {
            next.run();
        } else if (session.draining()) {
            // Whoever would have to wait comes back instead, as those who wait already do (D9).
            session.hangUp(Answers.SHUTDOWN, Cause.SHUTDOWN);
        } else {
            delay = granted;
            waitedInGroup = waitedInGroup.plus(granted);
            afterDelay = next;
            greetInPart();
            session.tell(new Happening.DelayBegan(granted));
            session.enter(State.DELAY);
        }
    }

    /** A client that waits for its greeting gets the first line of it: one that is no mail server talks then. */
    private void greetInPart() {
        if (manners.awaitsGreeting()) {
            session.port().greetInPart(Answers.greeting(client.hostName()));
        }
    }

    private void hangUp(Stage stage, Reply reply) {
        if (stage instanceof Stage.AtRcpt at) {
            session.tell(new Happening.RecipientAnswered(at, reply, Happening.Source.POLICY));
        }
        session.hangUp(reply, Cause.POLICY);
    }

    private Duration grant(Duration asked) {
        Duration left = judge.longestDelay().minus(waitedInGroup);
        Duration granted = asked.compareTo(left) > 0 ? left : asked;
        return granted.isNegative() ? Duration.ZERO : granted;
    }

    /** A client that has all its replies sends the next command when it likes. */
    void replied() {
        if (!session.port().hasUnreadInput()) {
            waitedInGroup = Duration.ZERO;
        }
    }

    void delayOver() {
        Runnable next = afterDelay;
        afterDelay = null;
        session.tell(new Happening.DelayEnded(delay, Happening.End.WAITED));
        session.enter(State.DECISION);
        if (next != null) {
            next.run();
        }
    }

    /** The session has ended while a delay ran. */
    void delayBroken(boolean byClient) {
        afterDelay = null;
        session.tell(new Happening.DelayEnded(delay, byClient ? Happening.End.CLIENT_LEFT : Happening.End.CUT_SHORT));
    }
}
