package org.sekisho.app.config;

import java.util.ArrayList;
import java.util.List;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Point;
import org.sekisho.rules.greylist.Greylist;
import org.sekisho.rules.recipients.Recipients;

/** Rules that will not do what they are there for, because of where they stand. */
final class RulesWarnings {
    private RulesWarnings() {}

    static List<String> about(RulesSettings rules) {
        List<String> warnings = new ArrayList<>();
        if (greylistsTheUnknown(rules)) {
            warnings.add("rules.order.recipient: greylist stands before recipients, so clients are told to come back"
                    + " for recipients that do not exist; name recipients first");
        }
        rules.domains()
                .forEach((whose, wishes) -> wishes.forEach((rule, mode) -> {
                    if (mode != Mode.OFF && standsNowhere(rules, rule)) {
                        warnings.add(
                                "rules.domains." + whose + "." + rule
                                        + ": the rule stands nowhere, so it will not be asked for anybody; name it in rules.order");
                    }
                }));
        return warnings;
    }

    private static boolean greylistsTheUnknown(RulesSettings rules) {
        List<String> order = rules.order().getOrDefault(Point.RECIPIENT, List.of());
        int greylist = order.indexOf(Greylist.TYPE.name());
        return greylist >= 0 && greylist < order.indexOf(Recipients.TYPE.name());
    }

    private static boolean standsNowhere(RulesSettings rules, String rule) {
        return rules.order().values().stream().noneMatch(names -> names.contains(rule));
    }
}
