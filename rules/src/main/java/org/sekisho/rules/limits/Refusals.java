package org.sekisho.rules.limits;

import java.time.Duration;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Point;
import org.sekisho.smtp.Reply;
import org.sekisho.state.TokenBuckets.Allowance;
import org.sekisho.state.TokenBuckets.Taken;

/** How those are refused who are over a limit. The client learns which limit it was, the operator also the figures. */
final class Refusals {
    private Refusals() {}

    /** For a rate. */
    static Finding rate(Limit limit, String subject, Taken taken, Point point) {
        Allowance allowance = limit.allowance();
        Finding finding = finding(
                reply(limit, point), "no more " + limit.counted().words() + " for " + subject + " at this time");
        return finding.with("limit", limit.name() + ": " + limit.text())
                .with("counted for", subject)
                .with(
                        "used",
                        allowance.burst() - taken.left() + " of " + allowance.burst() + ", refilled with "
                                + allowance.tokens() + " in "
                                + allowance.period().toSeconds() + " s")
                .unless("it had come " + seconds(taken.until()) + " later");
    }

    /** For connections at the same time. */
    static Finding atOnce(Per per, String subject, int now, int most, Point point) {
        String text = "Too many connections at the same time " + per.words() + ", close some";
        Reply reply = point == Point.CONNECT ? Reply.of(421, "4.7.0", text) : Reply.of(450, "4.7.1", text);
        return finding(reply, now + " connections at the same time for " + subject)
                .with("limit", "atOnce." + per.key() + ": " + most)
                .with("counted for", subject)
                .with("at the same time", now + ", allowed " + most)
                .unless("it had closed " + (now - most) + " of them");
    }

    private static Finding finding(Reply reply, String because) {
        return reply.code() == 421 ? Finding.disconnect(reply, because) : Finding.refuse(reply, because);
    }

    /** The codes of Postfix where it has one; 452 4.5.3 lets a client send to the other recipients in another message. */
    private static Reply reply(Limit limit, Point point) {
        String text = "Too many " + limit.counted().words() + " " + limit.per().words() + ", try again later";
        return switch (point) {
            case CONNECT -> Reply.of(421, "4.7.0", text);
            case DATA -> Reply.of(451, "4.7.1", text);
            default ->
                limit.counted() == Counted.RECIPIENTS ? Reply.of(452, "4.5.3", text) : Reply.of(450, "4.7.1", text);
        };
    }

    private static String seconds(Duration until) {
        return Math.max(1, until.plusMillis(999).toSeconds()) + " s";
    }
}
