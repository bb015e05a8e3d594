package org.sekisho.rules;

import java.util.List;
import java.util.Optional;
import org.sekisho.rules.limits.LimitsRule;

/** Every defence there is. */
public final class RuleCatalog {
    private static final List<RuleType<?, ?>> TYPES = List.of(LimitsRule.TYPE);

    private RuleCatalog() {}

    public static List<RuleType<?, ?>> all() {
        return TYPES;
    }

    public static Optional<RuleType<?, ?>> named(String name) {
        return TYPES.stream().filter(type -> type.name().equals(name)).findFirst();
    }
}
