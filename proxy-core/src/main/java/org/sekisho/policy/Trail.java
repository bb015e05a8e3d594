package org.sekisho.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sekisho.smtp.Reply;

/**
 * How a decision came about, so that it can be explained: every rule that was asked, in order.
 *
 * @param reference short, random and not guessable; it also stands in the reply and in the log. Empty if there is nothing
 *     to ask about
 * @param outcome what the decision was
 * @param delay how long the client had to wait
 * @param reply what the client was told, if it was refused and not dropped; without the reference
 */
public record Trail(
        String reference,
        Instant time,
        Stage stage,
        List<Entry> entries,
        Outcome outcome,
        Duration delay,
        Optional<Reply> reply) {
    public Trail {
        entries = List.copyOf(entries);
    }

    /** What a decision came to. */
    public enum Outcome {
        PASSED,
        DELAYED,
        REFUSED,
        DISCONNECTED
    }

    /**
     * One rule's part in it.
     *
     * @param from where the rule was asked; another point than the decision's for what was held until now
     * @param took how long the check took
     */
    public record Entry(String rule, Point from, Mode mode, Effect effect, Finding finding, Duration took) {}

    /** What came of a finding. */
    public enum Effect {
        /** It had nothing against it. */
        PASSED,
        /** It ended the list: the rules behind it were not asked. */
        EXEMPTED,
        /** It let the client through, whatever others say. */
        ALLOWED,
        /** It was acted on. */
        ACTED,
        /** The rule only watches: nothing was done. */
        WOULD_HAVE_ACTED,
        /** It waits for RCPT. */
        HELD,
        /** The rule does not apply to this client or recipient. */
        SPARED
    }

    /** Whether anything was done, held or would have been done: what is worth keeping. */
    public boolean notable() {
        return Minutes.notable(entries);
    }
}
