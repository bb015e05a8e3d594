package org.sekisho.rules.incident;

import org.sekisho.policy.Rule;
import org.sekisho.policy.Stage;
import org.sekisho.rules.Defence;
import org.sekisho.rules.Dependence;
import org.sekisho.rules.RuleType;
import org.sekisho.rules.Tools;

/** The rule {@code accounts}. It stands where accounts log in and send; strangers, who have no account, are never its business. */
public final class Restricted {
    public static final RuleType<Stage.Introduced, RestrictedSettings> TYPE = RuleType.of(
                    "accounts",
                    "Is this account restricted, and the client at a place that is new to it?",
                    Stage.Introduced.class,
                    RestrictedSettings.DEFAULTS,
                    Dependence.ACCOUNTS,
                    Restricted::build)
            .appliesTo(Rule.Scope.EVERYBODY);

    private Restricted() {}

    private static Defence<Stage.Introduced> build(RestrictedSettings settings, Tools tools) {
        RestrictedCheck check =
                new RestrictedCheck(settings, tools.docket(), tools.self().hostName());
        return new Defence<>(Stage.Introduced.class, check, tools.docket().wrongPasswords());
    }
}
