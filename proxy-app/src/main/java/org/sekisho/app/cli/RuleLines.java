package org.sekisho.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.sekisho.app.config.RulesSettings;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Point;
import org.sekisho.rules.Placement;

/** Which rules judge mail, in few words. */
final class RuleLines {
    private RuleLines() {}

    /** How many act and how many only watch. */
    static String summary(RulesSettings rules) {
        return "Rules of the profile %s: %d act, %d only watch and write to the log what they would have done."
                .formatted(rules.profile().key(), count(rules, Mode.ENFORCE), count(rules, Mode.OBSERVE));
    }

    /** A line for each point where rules stand, in the order in which they are asked. */
    static List<String> byPoint(RulesSettings rules) {
        List<String> lines = new ArrayList<>();
        rules.order().forEach((point, names) -> {
            if (!names.isEmpty()) {
                lines.add(line(rules, point, names));
            }
        });
        return lines;
    }

    private static String line(RulesSettings rules, Point point, List<String> names) {
        return names.stream()
                .map(name -> name + " (" + mode(rules, name).key() + ")")
                .collect(Collectors.joining(", ", "%-9s  ".formatted(point.key()), ""));
    }

    private static long count(RulesSettings rules, Mode mode) {
        return rules.order().values().stream()
                .flatMap(List::stream)
                .distinct()
                .filter(name -> mode(rules, name) == mode)
                .count();
    }

    private static Mode mode(RulesSettings rules, String name) {
        Placement<?, ?> placement = rules.set().byName().get(name);
        return placement == null ? Mode.OFF : placement.mode();
    }
}
