package org.sekisho.rules.hold;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.sekisho.event.SessionEvent;
import org.sekisho.policy.Case;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Happening.End;
import org.sekisho.policy.Happening.Source;
import org.sekisho.policy.Hearing;
import org.sekisho.policy.PolicyJudge;
import org.sekisho.policy.Stage;
import org.sekisho.policy.Trail;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.ReversePath;

/** One client session before the policy, told what a session tells it. */
public final class Visit {
    private static final Reply OK = Reply.of(250, "2.1.5", "Ok");

    private final Barrier barrier;
    private final Hearing hearing;
    private final Stage.Connection connection;
    private final List<Mailbox> accepted = new ArrayList<>();
    private boolean secured;
    private Duration running = Duration.ZERO;
    private Stage.AtRcpt last;
    private Decision decision = Decision.PASS;

    Visit(Barrier barrier, String client, PolicyJudge judge) {
        this.barrier = barrier;
        connection = new Stage.Connection("test-1", "mx", false, address(client), 40_000);
        hearing = judge.open(connection);
        last = rcpt("", "nobody@example.org");
    }

    public Visit underTls() {
        secured = true;
        return this;
    }

    /** RCPT; if the client is to wait, it does so until something else is said. The empty sender is the null one. */
    public Decision asks(String sender, String recipient) {
        last = rcpt(sender, recipient);
        CompletableFuture<Decision> asked = hearing.judge(last).toCompletableFuture();
        decision = asked.orTimeout(20, TimeUnit.SECONDS).join();
        if (decision.delay().isZero()) {
            answer();
        } else {
            running = decision.delay();
            hearing.tell(new Happening.DelayBegan(running));
        }
        return decision;
    }

    /** RCPT, and the client waits as long as it has to. */
    public Reply asksAndWaits(String sender, String recipient) {
        asks(sender, recipient);
        return waits();
    }

    /** DATA, for the recipients that were taken. */
    public Decision begins() {
        return hearing.judge(new Stage.AtData(connection, last.introduction(), last.sender(), accepted))
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    /** What an operator is told would become of it. */
    public Trail.Outcome explained(String sender, String recipient) {
        return barrier.policy()
                .explain(rcpt(sender, recipient), new Case(connection))
                .toCompletableFuture()
                .join()
                .trail()
                .outcome();
    }

    /** The client waits to the end. */
    public Reply waits() {
        if (!running.isZero()) {
            barrier.time.advance(running);
            end(End.WAITED);
            answer();
        }
        return decision instanceof Decision.Refuse refused ? refused.reply() : OK;
    }

    /** The client closes the connection. */
    public void leaves() {
        if (!running.isZero()) {
            end(End.CLIENT_LEFT);
        }
        hearing.tell(new Happening.Ended(SessionEvent.Cause.CLIENT_LEFT, Duration.ofSeconds(5)));
    }

    /** A delay begins that has nothing to do with the recipient. */
    public void isDelayedBySomebodyElse(Duration delay) {
        running = delay;
        hearing.tell(new Happening.DelayBegan(delay));
    }

    /** We close the connection: the proxy is being drained. */
    public void isCutShort() {
        if (!running.isZero()) {
            end(End.CUT_SHORT);
        }
        hearing.tell(new Happening.Ended(SessionEvent.Cause.SHUTDOWN, Duration.ofSeconds(5)));
    }

    /** DATA, and the mail server takes the message. */
    public void sends() {
        beginsMessage();
        Stage.AtData data = data();
        hearing.tell(new Happening.MessageEnded(data, Reply.of(250, "2.0.0", "Ok"), 1_000));
        accepted.clear();
    }

    /** DATA, and 354. */
    public void beginsMessage() {
        hearing.tell(new Happening.MessageBegan(data()));
    }

    /** RSET. */
    public Visit resets() {
        accepted.clear();
        return this;
    }

    private void end(End how) {
        hearing.tell(new Happening.DelayEnded(running, how));
        running = Duration.ZERO;
    }

    private void answer() {
        Reply reply = decision instanceof Decision.Refuse refused ? refused.reply() : OK;
        if (reply.positive()) {
            accepted.add(last.recipient());
        }
        hearing.tell(new Happening.RecipientAnswered(last, reply, reply.positive() ? Source.UPSTREAM : Source.POLICY));
    }

    private Stage.AtRcpt rcpt(String sender, String recipient) {
        ReversePath from = sender.isEmpty() ? ReversePath.NULL : ReversePath.of(mailbox(sender));
        return new Stage.AtRcpt(connection, introduction(), from, mailbox(recipient));
    }

    private Stage.AtData data() {
        return new Stage.AtData(connection, introduction(), last.sender(), accepted);
    }

    private Stage.Introduction introduction() {
        return new Stage.Introduction("client.test", true, secured, false, Optional.empty());
    }

    private static Mailbox mailbox(String address) {
        int at = address.lastIndexOf('@');
        return new Mailbox(address, address.substring(0, at), address.substring(at + 1));
    }

    private static InetAddress address(String literal) {
        try {
            // A literal is never looked up.
            return InetAddress.getAllByName(literal)[0];
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + literal, e);
        }
    }
}
