package org.sekisho.rules;

import java.util.Optional;
import org.sekisho.policy.Rule;
import org.sekisho.policy.Stage;

/**
 * A kind of rule that operators can place, by its name.
 *
 * @param name lower case and hyphens, as in the configuration
 * @param question what it asks, in one line for operators
 * @param needs what its check must know: where the rule may stand
 * @param settings the record of its own keys in the configuration; checks itself in its constructor
 * @param defaults the settings of an operator who says nothing
 * @param scope whom it applies to
 * @param allows whether it may let a client through whatever others say
 */
public record RuleType<K extends Stage, S extends Record>(
        String name,
        String question,
        Class<K> needs,
        Class<S> settings,
        S defaults,
        Dependence dependence,
        Rule.Scope scope,
        boolean allows,
        Builder<K, S> builder) {

    /** Makes a defence. */
    @FunctionalInterface
    public interface Builder<K extends Stage, S extends Record> {
        Defence<K> build(S settings, Tools tools);
    }

    /** A rule for strangers, which can refuse or slow down, but never allow. */
    public static <K extends Stage, S extends Record> RuleType<K, S> of(
            String name, String question, Class<K> needs, S defaults, Dependence dependence, Builder<K, S> builder) {
        return new RuleType<>(
                name,
                question,
                needs,
                settingsClass(defaults),
                defaults,
                dependence,
                Rule.Scope.STRANGERS,
                false,
                builder);
    }

    /** The same, for others too. */
    public RuleType<K, S> appliesTo(Rule.Scope other) {
        return new RuleType<>(name, question, needs, settings, defaults, dependence, other, allows, builder);
    }

    /** The same, able to let a client through. */
    public RuleType<K, S> allowing() {
        return new RuleType<>(
                name, question, needs, settings, defaults, dependence, Rule.Scope.EVERYBODY, true, builder);
    }

    /** The key that says what is answered when the rule fails; none for a rule that depends on nothing. */
    public Optional<String> failureKey() {
        return switch (dependence) {
            case NOTHING -> Optional.empty();
            case STORE, STORE_AND_DNS, ACCOUNTS -> Optional.of("onStoreFailure");
            case DNS -> Optional.of("onDnsFailure");
        };
    }

    /** A record's class, and no subclass's: records have none. */
    @SuppressWarnings("unchecked")
    private static <S extends Record> Class<S> settingsClass(S defaults) {
        return (Class<S>) defaults.getClass();
    }
}
