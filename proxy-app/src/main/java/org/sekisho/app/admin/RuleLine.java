package org.sekisho.app.admin;

import java.util.List;
import org.sekisho.policy.Point;
import org.sekisho.policy.Policy;
import org.sekisho.policy.RuleCounts;
import org.sekisho.policy.Trail.Effect;
import org.sekisho.rules.RuleCatalog;
import org.sekisho.rules.RuleType;

/**
 * A rule where it stands, with what it has done there since the start.
 *
 * @param asked how often it came to it
 * @param wouldHave how often it would have acted if it did not only watch
 * @param failed how often it could not be judged
 */
public record RuleLine(
        String point,
        String rule,
        String mode,
        String question,
        long asked,
        long passed,
        long exempted,
        long acted,
        long wouldHave,
        long held,
        long spared,
        long failed) {

    /** All rules, in the order in which a session meets them. */
    static List<RuleLine> of(Policy policy) {
        return List.of(Point.values()).stream()
                .flatMap(point -> policy.rules(point).stream())
                .map(RuleLine::of)
                .toList();
    }

    private static RuleLine of(Policy.Placed<?> placed) {
        RuleCounts counts = placed.counts();
        String name = placed.rule().name();
        return new RuleLine(
                placed.point().key(),
                name,
                placed.rule().mode().key(),
                RuleCatalog.named(name).map(RuleType::question).orElse(""),
                counts.total(),
                counts.of(Effect.PASSED),
                counts.of(Effect.EXEMPTED) + counts.of(Effect.ALLOWED),
                counts.of(Effect.ACTED),
                counts.of(Effect.WOULD_HAVE_ACTED),
                counts.of(Effect.HELD),
                counts.of(Effect.SPARED),
                counts.failures());
    }
}
