package org.sekisho.rules.recipients;

import org.sekisho.policy.Stage;
import org.sekisho.rules.Defence;
import org.sekisho.rules.Dependence;
import org.sekisho.rules.RuleType;
import org.sekisho.rules.Tools;

/** The rule {@code recipients}. */
public final class Recipients {
    public static final RuleType<Stage.AtRcpt, RecipientSettings> TYPE = RuleType.of(
            "recipients",
            "Does the mail server know this recipient, as far as it has said?",
            Stage.AtRcpt.class,
            RecipientSettings.DEFAULTS,
            Dependence.STORE,
            Recipients::build);

    private Recipients() {}

    private static Defence<Stage.AtRcpt> build(RecipientSettings settings, Tools tools) {
        RecipientMemory memory = new RecipientMemory(settings, tools.state(), tools.clock());
        return new Defence<>(
                Stage.AtRcpt.class, new RecipientCheck(settings, memory, tools.random()), new RecipientLearner(memory));
    }
}
