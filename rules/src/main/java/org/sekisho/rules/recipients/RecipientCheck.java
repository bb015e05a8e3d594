package org.sekisho.rules.recipients;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.sekisho.policy.Check;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Stage;
import org.sekisho.rules.recipients.RecipientMemory.Recalled;
import org.sekisho.rules.recipients.RecipientSettings.Unremembered;
import org.sekisho.rules.s25r.Suspects;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;

/**
 * Refuses recipients that the mail server does not know. A recipient that it does know passes to the rules behind, and its
 * RCPT is answered by the mail server all the same (R6).
 *
 * @param valid the operator's list, as it is now
 */
record RecipientCheck(
        RecipientSettings settings,
        RecipientMemory memory,
        Supplier<ValidRecipients> valid,
        Suspects suspects,
        Asker asker,
        RandomGenerator random)
        implements Check<Stage.AtRcpt> {

    @Override
    public CompletionStage<Finding> examine(Stage.AtRcpt at, Inquiry inquiry) {
        RecipientKey key = memory.key(at.recipient());
        ValidRecipients list = valid.get();
        if (list.lacks(key)) {
            return CompletableFuture.completedStage(
                    Finding.refuse(userUnknown(at.recipient()), "not in the list of valid recipients")
                            .unless("the recipient stood in the list"));
        }
        String network = inquiry.file().connection().network();
        return memory.recall(key, network).thenCompose(recalled -> {
            if (recalled.unknown() && !(inquiry.acting() && sampled())) {
                return CompletableFuture.completedStage(refusal(at.recipient(), recalled));
            }
            boolean ask = !recalled.known() && !list.lists(key) && settings.unremembered() == Unremembered.ASK;
            return ask && inquiry.acting()
                    ? askIfSuspect(at, inquiry, key, network, passing(recalled))
                    : CompletableFuture.completedStage(passing(recalled));
        });
    }

    /** Now and then the mail server is asked again although the answer is remembered: it may have changed its mind (R5). */
    private boolean sampled() {
        return settings.refresh() > 0 && random.nextInt(settings.refresh()) == 0;
    }

    // Asking

    private CompletionStage<Finding> askIfSuspect(
            Stage.AtRcpt at, Inquiry inquiry, RecipientKey key, String network, Finding otherwise) {
        return suspects.of(inquiry.file()).thenCompose(suspicion -> {
            if (!suspicion.suspect()) {
                return CompletableFuture.completedStage(otherwise);
            }
            return asker.ask(at, key, network)
                    .map(answer -> answer.handle((reply, failure) -> asked(at.recipient(), reply, failure)))
                    .orElseGet(() -> CompletableFuture.completedStage(
                            otherwise.with("not asked", "too many questions to the mail server wait for an answer")));
        });
    }

    private Finding asked(Mailbox recipient, @Nullable Reply reply, @Nullable Throwable failure) {
        if (reply == null) {
            return Finding.pass("the mail server was asked about this recipient, and gave no answer")
                    .with("failure", String.valueOf(failure));
        }
        Finding finding = memory.meansUnknown(reply)
                ? Finding.refuse(userUnknown(recipient), "the mail server was asked, and does not know this recipient")
                : Finding.pass("the mail server was asked about this recipient");
        return finding.with("its answer", reply);
    }

    // Findings

    private static Finding refusal(Mailbox recipient, Recalled recalled) {
        var answer = recalled.answer().orElseThrow();
        Finding finding = Finding.refuse(userUnknown(recipient), "the mail server does not know this recipient")
                .with("it said so at", answer.value().since())
                .with("remembered until", answer.expires())
                .unless("the mail server had taken this recipient since, or it had been purged from the memory");
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

    /** With the codes of a mail server, so that clients do the same about it; its words need not be the same (R9). */
    private static Reply userUnknown(Mailbox recipient) {
        return Reply.of(550, "5.1.1", "<" + recipient.written() + ">: Recipient address rejected: User unknown");
    }
}
