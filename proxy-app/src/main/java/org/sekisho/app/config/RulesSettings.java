package org.sekisho.app.config;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Point;
import org.sekisho.policy.Policy;
import org.sekisho.policy.Wishes;
import org.sekisho.rules.Placement;
import org.sekisho.rules.Profile;
import org.sekisho.rules.RuleSet;
import org.sekisho.rules.RuleType;

/**
 * The section {@code rules}: a profile, and what the operator wants otherwise.
 *
 * @param holdRefusals whether refusals before RCPT wait for it
 * @param longestDelay for one reply
 * @param keepDecisions how long decisions can be asked about
 * @param order the names of the rules at each point, in the order in which they are asked
 * @param domains the mode of a rule, by its name, for mail to a domain or an address
 * @param set how each rule is to work
 */
public record RulesSettings(
        Profile profile,
        boolean holdRefusals,
        Duration longestDelay,
        Duration keepDecisions,
        Map<Point, List<String>> order,
        Map<String, Map<String, Mode>> domains,
        Placements set) {

    public RulesSettings {
        order = Collections.unmodifiableMap(new TreeMap<>(order));
        domains = Collections.unmodifiableMap(new TreeMap<>(domains));
        if (keepDecisions.isNegative() || keepDecisions.isZero()) {
            throw new IllegalArgumentException("keepDecisions: must be longer than 0");
        }
        terms(holdRefusals, longestDelay);
    }

    /**
     * With no order: all rules with the defaults of their settings, and only watching, wherever they will stand. What an
     * operator allows always passes.
     */
    static RulesSettings withDefaults(List<RuleType<?, ?>> types) {
        Map<String, Placement<?, ?>> placements = new LinkedHashMap<>();
        types.forEach(
                type -> placements.put(type.name(), Placement.of(type, type.allows() ? Mode.ENFORCE : Mode.OBSERVE)));
        return new RulesSettings(
                Profile.OBSERVE,
                Policy.Terms.DEFAULTS.holdRefusals(),
                Policy.Terms.DEFAULTS.longestDelay(),
                Duration.ofDays(7),
                Map.of(),
                Map.of(),
                new Placements(placements));
    }

    /** The rules as they can be made into a policy. */
    public RuleSet ruleSet() {
        return new RuleSet(order, set.byName(), wishes(), terms(holdRefusals, longestDelay));
    }

    private Wishes wishes() {
        Map<String, Map<String, Mode>> modes = new TreeMap<>();
        domains.forEach((whose, wishes) -> modes.put(whose.toLowerCase(Locale.ROOT), wishes));
        return new Wishes(modes);
    }

    /** Checks itself when it is made. */
    private static Policy.Terms terms(boolean holdRefusals, Duration longestDelay) {
        return new Policy.Terms(holdRefusals, longestDelay);
    }
}
