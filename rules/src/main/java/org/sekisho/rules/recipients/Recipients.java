package org.sekisho.rules.recipients;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
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

    /** What is wrong with the list of valid recipients that the settings name, if they do; reads it, so it blocks. */
    public static Optional<String> problemWithList(RecipientSettings settings) {
        if (settings.valid().isEmpty()) {
            return Optional.empty();
        }
        try {
            ValidFile unused =
                    new ValidFile(Path.of(settings.valid().get()), settings, () -> Instant.EPOCH, Runnable::run);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }
}
