package org.sekisho.app.feed;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sekisho.policy.Point;
import org.sekisho.policy.Stage;
import org.sekisho.policy.Trail;
import org.sekisho.policy.Trail.Effect;
import org.sekisho.policy.Trail.Entry;

/** A decision that refused or delayed, in one line: to whom, where, and which rule did it for what. */
final class DecisionText {
    private DecisionText() {}

    static FeedEvent event(Trail trail) {
        String outcome = trail.outcome().name();
        String client = trail.stage().connection().address();
        return new FeedEvent(
                trail.time(),
                outcome.toLowerCase(Locale.ROOT),
                Optional.empty(),
                Optional.of(client),
                Optional.of(trail.reference()).filter(reference -> !reference.isEmpty()),
                outcome.charAt(0) + outcome.substring(1).toLowerCase(Locale.ROOT) + " " + client + " at "
                        + Point.of(trail.stage()).key() + envelope(trail.stage()) + delay(trail) + because(trail)
                        + (trail.reference().isEmpty() ? "" : " (ref " + trail.reference() + ")"));
    }

    private static String envelope(Stage stage) {
        if (!(stage instanceof Stage.Sending sending)) {
            return "";
        }
        String to = stage instanceof Stage.AtRcpt at ? " to <" + at.recipient().written() + ">" : "";
        return ", from <" + sending.sender() + ">" + to;
    }

    private static String delay(Trail trail) {
        return trail.delay().isZero() ? "" : ", for " + trail.delay().toMillis() / 1_000.0 + " s";
    }

    /** The last rule that acted decided. */
    private static String because(Trail trail) {
        List<Entry> acted = trail.entries().stream()
                .filter(entry -> entry.effect() == Effect.ACTED)
                .toList();
        if (acted.isEmpty()) {
            return "";
        }
        Entry last = acted.get(acted.size() - 1);
        return ": " + last.rule() + ", " + last.finding().because();
    }
}
