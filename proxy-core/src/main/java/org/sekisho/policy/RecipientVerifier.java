package org.sekisho.policy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.ReversePath;

/** Asks the mail server whether it would take a recipient, without a session of the client's own. Thread-safe. */
@FunctionalInterface
public interface RecipientVerifier {
    /**
     * Gives the mail server's reply to RCPT, behind a MAIL that it accepted.
     *
     * @param sender the session's own: a probe with another might be answered otherwise (R11)
     * @return fails if there is no answer; nothing is then known about the recipient
     */
    CompletionStage<Reply> ask(ReversePath sender, Mailbox recipient);

    /** Nobody can be asked. */
    RecipientVerifier NONE = (sender, recipient) ->
            CompletableFuture.failedStage(new IllegalStateException("The mail server cannot be asked yet"));

    /**
     * Stands for a verifier that comes later: a policy is made before the proxy is started, and only the proxy knows the way
     * to the mail server.
     */
    final class Late implements RecipientVerifier {
        private volatile RecipientVerifier verifier = NONE;

        /** From now on that one is asked. */
        public void set(RecipientVerifier other) {
            verifier = other;
        }

        @Override
        public CompletionStage<Reply> ask(ReversePath sender, Mailbox recipient) {
            return verifier.ask(sender, recipient);
        }
    }
}
