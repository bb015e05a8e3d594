package org.sekisho.rules.recipients;

import java.nio.file.Path;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
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
            Dependence.STORE_AND_DNS,
            Recipients::build);

    private Recipients() {}

    private static Defence<Stage.AtRcpt> build(RecipientSettings settings, Tools tools) {
        RecipientMemory memory = new RecipientMemory(settings, tools.state(), tools.clock());
        Asker asker = new Asker(settings.ask(), memory, tools.verifier());
        return new Defence<>(
                Stage.AtRcpt.class,
                new RecipientCheck(settings, memory, valid(settings, tools), tools.suspects(), asker, tools.random()),
                new RecipientLearner(memory));
    }

    private static Supplier<ValidRecipients> valid(RecipientSettings settings, Tools tools) {
        if (settings.valid().isEmpty()) {
            return () -> ValidRecipients.ANY;
        }
        Path file = Path.of(settings.valid().get());
        ValidFile list = new ValidFile(file, settings, tools.clock(), ForkJoinPool.commonPool());
        return list::recipients;
    }
}
