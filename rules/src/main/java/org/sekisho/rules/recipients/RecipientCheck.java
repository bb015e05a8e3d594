package org.sekisho.rules.recipients;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.sekisho.policy.Check;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Stage;
import org.sekisho.rules.recipients.RecipientMemory.Recalled;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;

/**
 * Refuses recipients that the mail server does not know. A recipient that it does know passes to the rules behind, and its
 * RCPT is answered by the mail server all the same (R6).
 */
final class RecipientCheck implements Check<Stage.AtRcpt> {
    private final RecipientSettings settings;
    private final RecipientMemory memory;
    private final RandomGenerator random;

    RecipientCheck(RecipientSettings settings, RecipientMemory memory, RandomGenerator random) {
        this.settings = settings;
        this.memory = memory;
        this.random = random;
    }

    @Override
    public CompletionStage<Finding> examine(Stage.AtRcpt known, Inquiry inquiry) {
        RecipientKey key = memory.key(known.recipient());
        String network = RecipientMemory.network(known.connection().client());
        return memory.recall(key, network).thenCompose(recalled -> {
            if (recalled.unknown() && !(inquiry.acting() && sampled())) {
                return CompletableFuture.completedStage(refusal(known.recipient(), recalled));
            }
            return CompletableFuture.completedStage(passing(recalled));
        });
    }

    /** Now and then the mail server is asked again although the answer is remembered: it may have changed its mind. */
    private boolean sampled() {
        return settings.refresh() > 0 && random.nextInt(settings.refresh()) == 0;
    }

    private static Finding refusal(Mailbox recipient, Recalled recalled) {
        var answer = recalled.answer().orElseThrow();
        return withGuesses(
                        Finding.refuse(userUnknown(recipient), "the mail server does not know this recipient")
                                .with("it said so at", answer.value().since())
                                .with("remembered until", answer.expires()),
                        recalled)
                .unless("the mail server had taken this recipient since, or it had been purged from the memory");
    }

    private static Finding withGuesses(Finding finding, Recalled recalled) {
        return recalled.guesses()
                .map(guesses -> finding.with("unknown recipients from the client's network", guesses))
                .orElse(finding);
    }

    private static Finding passing(Recalled recalled) {
        if (recalled.unknown()) {
            return Finding.pass("remembered as unknown, and taken to the mail server to ask again");
        }
        if (recalled.known()) {
            return Finding.pass(
                    recalled.answer().isPresent()
                            ? "the mail server has taken this recipient before"
                            : "the mail server takes every recipient of this domain");
        }
        return Finding.pass("not remembered");
    }

    /** As mail servers say it, so that a client cannot tell who answers (R9). */
    private static Reply userUnknown(Mailbox recipient) {
        return Reply.of(550, "5.1.1", "<" + recipient.written() + ">: Recipient address rejected: User unknown");
    }
}
