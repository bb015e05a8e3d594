package org.sekisho.rules;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sekisho.policy.Learner;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Point;
import org.sekisho.policy.Policy;
import org.sekisho.policy.References;
import org.sekisho.policy.Rule;
import org.sekisho.policy.Wishes;
import org.sekisho.rules.s25r.S25rRule;
import org.sekisho.rules.s25r.S25rSettings;
import org.sekisho.rules.s25r.Suspects;

/**
 * All that an operator has said about rules: what stands where, and how.
 *
 * @param order the names of the rules at each point, in the order in which they are asked
 * @param placements by name, one for every name in the order
 */
public record RuleSet(
        Map<Point, List<String>> order, Map<String, Placement<?, ?>> placements, Wishes wishes, Policy.Terms terms) {
    /** No rules: everybody passes. */
    public static final RuleSet NONE = new RuleSet(Map.of(), Map.of(), Wishes.NONE, Policy.Terms.DEFAULTS);

    public RuleSet {
        order = Map.copyOf(order);
        placements = Map.copyOf(placements);
        for (Map.Entry<Point, List<String>> stage : order.entrySet()) {
            for (String name : stage.getValue()) {
                Placement<?, ?> placement = placements.get(name);
                if (placement == null) {
                    throw new IllegalArgumentException(
                            "The rule " + name + " stands at " + stage.getKey().key() + " and is not placed");
                }
            }
        }
    }

    /** Makes a policy. A rule at several points is one defence, asked at each; a rule that is off everywhere is not built. */
    public Policy policy(Tools tools, References references, InstantSource clock) {
        return policy(tools, references, clock, List.of());
    }

    /**
     * The same, with others who learn what happens.
     *
     * @param others of no rule, such as jails
     */
    public Policy policy(Tools tools, References references, InstantSource clock, List<Learner> others) {
        Tools shared = tools.suspecting(Suspects.by(suspicion(), tools.dns(), tools.clock()));
        Map<String, Rule<?>> rules = new HashMap<>();
        List<Learner> learners = new ArrayList<>(others);
        Map<Point, List<Rule<?>>> placed = new EnumMap<>(Point.class);
        for (Point point : Point.values()) {
            List<Rule<?>> here = new ArrayList<>();
            for (String name : asked(point)) {
                Placement<?, ?> placement = placements.get(name);
                if (placement != null && wanted(placement)) {
                    here.add(rules.computeIfAbsent(name, unused -> build(placement, shared, learners)));
                }
            }
            placed.put(point, here);
        }
        return new Policy(placed, learners, wishes, terms, references, clock);
    }

    /** A rule that may allow is asked wherever there are others, whatever the order says: allow beats all, everywhere. */
    private List<String> asked(Point point) {
        List<String> names = order.getOrDefault(point, List.of());
        if (names.isEmpty()) {
            return names;
        }
        Stream<String> allowing = placements.values().stream()
                .map(Placement::type)
                .filter(type -> type.allows() && type.needs().isAssignableFrom(point.stage()))
                .map(RuleType::name);
        return Stream.concat(allowing, names.stream()).distinct().toList();
    }

    /** Who is a suspect to the rules that ask is said in one place. */
    private S25rSettings suspicion() {
        Placement<?, ?> placement = placements.get(S25rRule.TYPE.name());
        return placement != null && placement.settings() instanceof S25rSettings settings
                ? settings
                : S25rSettings.DEFAULTS;
    }

    private static Rule<?> build(Placement<?, ?> placement, Tools tools, List<Learner> learners) {
        Placement.Built<?> built = placement.build(tools);
        learners.add(built.defence().learner());
        return built.rule();
    }

    /** By name, what those rules that stand somewhere and ask the store answer while it fails, in words. */
    public Map<String, String> onStoreFailure() {
        Map<String, String> answers = new TreeMap<>();
        order.values().stream().flatMap(List::stream).distinct().forEach(name -> {
            Placement<?, ?> placement = placements.get(name);
            if (placement != null
                    && wanted(placement)
                    && placement.type().dependence().onStore()) {
                answers.put(name, placement.onFailure().name().toLowerCase(Locale.ROOT));
            }
        });
        return answers;
    }

    private boolean wanted(Placement<?, ?> placement) {
        String name = placement.type().name();
        return placement.mode() != Mode.OFF
                || wishes.modes().values().stream().anyMatch(wish -> wish.getOrDefault(name, Mode.OFF) != Mode.OFF);
    }
}
