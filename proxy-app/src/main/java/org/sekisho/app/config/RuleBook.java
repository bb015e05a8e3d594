package org.sekisho.app.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.sekisho.policy.Mode;
import org.sekisho.rules.FailureAnswer;
import org.sekisho.rules.Profile;
import org.sekisho.rules.RuleCatalog;
import org.sekisho.rules.RuleType;

/**
 * The rules and profiles that a configuration may name.
 *
 * @param pages the text of each profile
 */
record RuleBook(List<RuleType<?, ?>> types, Function<Profile, String> pages) {
    static final RuleBook SHIPPED = new RuleBook(RuleCatalog.all(), Profile::page);

    /** Keys that every rule has. */
    static final String MODE = "mode";

    static final String TIMEOUT = "timeout";

    Optional<RuleType<?, ?>> named(String name) {
        return types.stream().filter(type -> type.name().equals(name)).findFirst();
    }

    List<String> names() {
        return types.stream().<String>map(RuleType::name).toList();
    }

    /** The keys that a rule has besides its own, with their types. */
    static Map<String, Class<?>> commonKeys(RuleType<?, ?> type) {
        Map<String, Class<?>> keys = new LinkedHashMap<>();
        keys.put(MODE, Mode.class);
        keys.put(TIMEOUT, Duration.class);
        type.failureKey().ifPresent(key -> keys.put(key, FailureAnswer.class));
        return keys;
    }
}
