package org.sekisho.app.redis;

import io.lettuce.core.RedisCommandExecutionException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Why something was not done, in words for operators. */
final class Reasons {
    private Reasons() {}

    /** From the outermost to the innermost, each once. */
    static String of(Throwable failure) {
        StringBuilder reasons = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String said = cause instanceof TimeoutException ? "no answer" : String.valueOf(cause.getMessage());
            String reason = said.endsWith(".") ? said.substring(0, said.length() - 1) : said;
            if (reasons.indexOf(reason) < 0 && !(cause instanceof CompletionException)) {
                reasons.append(reasons.isEmpty() ? "" : ": ").append(reason);
            }
        }
        return reasons.toString();
    }

    /** The failure itself, which stages of a computation wrap. */
    static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** What Redis said, if it was there and did not do it. */
    static Optional<RedisCommandExecutionException> refusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisCommandExecutionException refused) {
                return Optional.of(refused);
            }
        }
        return Optional.empty();
    }
}
