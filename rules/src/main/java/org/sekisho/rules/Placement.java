package org.sekisho.rules;

import java.time.Duration;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Rule;
import org.sekisho.policy.Stage;
import org.sekisho.state.StateStore;

/**
 * A rule as an operator wants it.
 *
 * @param timeout how long its check may take
 * @param onFailure what it answers when what it depends on fails
 */
public record Placement<K extends Stage, S extends Record>(
        RuleType<K, S> type, Mode mode, Duration timeout, FailureAnswer onFailure, S settings) {
    public Placement {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be longer than 0s");
        }
        if (!type.dependence().answers().contains(onFailure)) {
            throw new IllegalArgumentException(
                    "The rule " + type.name() + " cannot answer a failure with " + onFailure);
        }
    }

    /** As the type has it by default. */
    public static <K extends Stage, S extends Record> Placement<K, S> of(RuleType<K, S> type, Mode mode) {
        return new Placement<>(type, mode, type.dependence().timeout(), FailureAnswer.PASS, type.defaults());
    }

    public Placement<K, S> with(S other) {
        return new Placement<>(type, mode, timeout, onFailure, other);
    }

    Built<K> build(Tools tools) {
        Defence<K> defence = type.builder().build(settings, store(tools));
        Rule<K> rule = new Rule<>(
                type.name(),
                defence.needs(),
                defence.check(),
                mode,
                timeout,
                onFailure.finding(type.name()),
                type.scope(),
                type.allows());
        return new Built<>(rule, defence);
    }

    private Tools store(Tools tools) {
        return tools.on(store(tools.state()));
    }

    /** What the rule asks and teaches: this store, or one that this node stands in for. */
    public StateStore store(StateStore state) {
        return onFailure == FailureAnswer.LOCAL ? state.orLocal() : state;
    }

    record Built<K extends Stage>(Rule<K> rule, Defence<K> defence) {}
}
