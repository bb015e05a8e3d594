package org.sekisho.app.rules;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sekisho.app.config.Configuration;
import org.sekisho.policy.Mode;
import org.sekisho.rules.Placement;

/** How long a client may wait for one reply while the store does not answer: what a site's configuration declares. */
final class DeclaredWait {
    /** How often a rule asks the store at most before it has its finding, one question after the other. */
    private static final Map<String, Integer> QUESTIONS =
            Map.of("allow", 0, "bans", 0, "early-talker", 1, "recipients", 1, "limits", 2, "greylist", 2);

    private DeclaredWait() {}

    /** Of the point in a session where it is longest. */
    static Duration of(Site site) {
        Configuration settings = site.settings();
        Duration question = settings.state().redis().timeout();
        Map<String, Placement<?, ?>> placed = settings.rules().ruleSet().placements();
        return settings.rules().ruleSet().order().values().stream()
                .map(rules -> of(rules, placed, question))
                .max(Duration::compareTo)
                .orElseThrow();
    }

    /** {@code state.redis.timeout} for each question of a rule, and no more than the rule's own {@code timeout}. */
    private static Duration of(List<String> rules, Map<String, Placement<?, ?>> placed, Duration question) {
        return rules.stream()
                .map(name -> of(name, Objects.requireNonNull(placed.get(name), name), question))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration of(String name, Placement<?, ?> rule, Duration question) {
        Integer questions = QUESTIONS.get(name);
        if (questions == null) {
            throw new IllegalArgumentException("How often does the rule " + name + " ask the store?");
        }
        Duration all = question.multipliedBy(questions);
        boolean acts = rule.mode() == Mode.ENFORCE;
        return !acts ? Duration.ZERO : all.compareTo(rule.timeout()) < 0 ? all : rule.timeout();
    }
}
