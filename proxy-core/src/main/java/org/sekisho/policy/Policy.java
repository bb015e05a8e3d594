package org.sekisho.policy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The rules of every point of a session, in the operator's order, and those who learn. Immutable but for its counts;
 * thread-safe.
 *
 * <p>At each point the rules are asked one after the other; the findings become one decision:
 * <ul>
 *   <li>ALLOW ends it: the client passes, at once, whatever was held. Rules that may allow are asked first, and from the
 *       point where they stand on at every later one that has rules, so that no limit further on beats them.
 *   <li>EXEMPT ends the list: what follows is not asked.
 *   <li>The first refusal of a rule that acts ends the list. Before RCPT it is held, and judged again for each recipient.
 *   <li>What a rule that recipients differ about has against a client waits for RCPT, delays too, but not a refusal that
 *       is to be at once. Closing the connection becomes refusing the recipient: it would take the others' mail along.
 *   <li>Delays do not add up: the longest counts, up to the limit. DATA is never delayed (X4, D10).
 *   <li>A rule that only watches changes nothing but the trail.
 * </ul>
 */
public final class Policy {
    /**
     * What holds for all rules.
     *
     * @param holdRefusals whether refusals before RCPT wait for it, so that the log has the envelope and the recipient's
     *     wishes count
     * @param longestDelay for one reply, at most {@link Hearing#LONGEST_DELAY}
     */
    public record Terms(boolean holdRefusals, Duration longestDelay) {
        public static final Terms DEFAULTS = new Terms(true, Duration.ofSeconds(30));

        public Terms {
            if (longestDelay.isNegative() || longestDelay.compareTo(Hearing.LONGEST_DELAY) > 0) {
                throw new IllegalArgumentException(
                        "longestDelay must be between 0s and " + Hearing.LONGEST_DELAY.toMinutes() + "m");
            }
        }
    }

    private final Map<Point, List<Placed<?>>> rules = new EnumMap<>(Point.class);
    /** By the names of the rules that recipients differ about. */
    private final Map<String, Mode> farthestWishes;

    private final List<Learner> learners;
    private final Wishes wishes;
    private final Terms terms;
    private final References references;
    private final InstantSource clock;

    /** A rule where it stands, with what it has done there. */
    public record Placed<K extends Stage>(Rule<K> rule, Point point, RuleCounts counts) {}

    public Policy(
            Map<Point, List<Rule<?>>> rules,
            List<Learner> learners,
            Wishes wishes,
            Terms terms,
            References references,
            InstantSource clock) {
        Set<Rule<?>> allowing = new LinkedHashSet<>();
        for (Point point : Point.values()) {
            List<Rule<?>> here = rules.getOrDefault(point, List.of());
            here.stream().filter(Rule::allows).forEach(allowing::add);
            this.rules.put(point, here.isEmpty() ? List.of() : placed(point, allowing, here));
        }
        farthestWishes = wishes.farthest();
        this.learners = List.copyOf(learners);
        this.wishes = wishes;
        this.terms = terms;
        this.references = references;
        this.clock = clock;
    }

    private static List<Placed<?>> placed(Point point, Set<Rule<?>> allowing, List<Rule<?>> rules) {
        Stream<Rule<?>> others = rules.stream().filter(rule -> !rule.allows());
        return Stream.concat(allowing.stream(), others)
                .<Placed<?>>map(rule -> placed(point, rule))
                .toList();
    }

    private static <K extends Stage> Placed<K> placed(Point point, Rule<K> rule) {
        if (!rule.fits(point)) {
            throw new IllegalArgumentException("The rule " + rule.name() + " cannot stand at " + point.key()
                    + ": it needs what is known only later in a session");
        }
        return new Placed<>(rule, point, new RuleCounts());
    }

    /** The rules at a point, in the order in which they are asked. */
    public List<Placed<?>> rules(Point point) {
        return rules.getOrDefault(point, List.of());
    }

    /** Decides; complete when every rule has spoken, also those that only watch. */
    public CompletionStage<Judgement> decide(Stage stage, Case file) {
        return new Deliberation(this, stage, file, true).begin().judgement();
    }

    /**
     * Decides as soon as the rules that act have spoken.
     *
     * @param told gets the whole judgement, at once or later, unless a defect prevents it
     */
    CompletionStage<Decision> decide(Stage stage, Case file, Consumer<Judgement> told) {
        Deliberation deliberation = new Deliberation(this, stage, file, true).begin();
        deliberation.judgement().thenAccept(told);
        return deliberation.decision();
    }

    /** Says what would be decided. The case is not a live session's; rules reserve nothing for it. */
    public CompletionStage<Judgement> explain(Stage stage, Case file) {
        return new Deliberation(this, stage, file, false).begin().judgement();
    }

    /** Tells every learner, also if one of them fails; the failure is thrown in the end. */
    void learn(Happening happening, Case file) {
        RuntimeException failure = null;
        for (Learner learner : learners) {
            try {
                learner.learn(happening, file);
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** The rule as it stands in this policy: what is held may come from the one before. */
    Optional<Rule<?>> present(Rule<?> rule) {
        for (List<Placed<?>> placed : rules.values()) {
            for (Placed<?> each : placed) {
                if (each.rule().name().equals(rule.name())) {
                    return Optional.of(each.rule());
                }
            }
        }
        return Optional.empty();
    }

    /** Whether recipients differ about a rule, so that nothing may be done before the recipient is known. */
    boolean contested(Rule<?> rule) {
        return farthestWishes.containsKey(rule.name());
    }

    /** How far a rule may go with any recipient: whether it has to be asked before the recipient is known. */
    Mode farthest(Rule<?> rule) {
        Mode wish = farthestWishes.getOrDefault(rule.name(), Mode.OFF);
        return wish.compareTo(rule.mode()) > 0 ? wish : rule.mode();
    }

    Wishes wishes() {
        return wishes;
    }

    Terms terms() {
        return terms;
    }

    References references() {
        return references;
    }

    InstantSource clock() {
        return clock;
    }
}
