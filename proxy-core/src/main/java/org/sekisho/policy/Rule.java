package org.sekisho.policy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A check as the operator placed it.
 *
 * @param name as in the configuration
 * @param needs what the check must know
 * @param timeout after which the check counts as failed
 * @param onFailure what a check that fails or takes too long is taken to have found
 * @param allows whether it may find {@link Verdict#ALLOW}; it is then asked before all others at its point
 */
public record Rule<K extends Stage>(
        String name,
        Class<K> needs,
        Check<K> check,
        Mode mode,
        Duration timeout,
        Finding onFailure,
        Scope scope,
        boolean allows) {

    /**
     * Whom a rule applies to, besides strangers on listeners for inbound mail.
     *
     * @param accounts also clients that have logged in, and listeners for submission
     * @param postmaster also mail to postmaster, which must stay reachable (RFC 5321 section 4.5.1, R10)
     * @param atOnce its refusals are never held until RCPT
     */
    public record Scope(boolean accounts, boolean postmaster, boolean atOnce) {
        /** Strangers' mail, but not to postmaster. */
        public static final Scope STRANGERS = new Scope(false, false, false);
        /** Everybody, in every stage at once. */
        public static final Scope EVERYBODY = new Scope(true, true, true);
    }

    /** Whether enough is known at that point. */
    public boolean fits(Point point) {
        return needs.isAssignableFrom(point.stage());
    }

    /**
     * Asks the check; fails in its stage, never by throwing.
     *
     * @param left how long it may take now, at most the timeout
     */
    CompletionStage<Finding> examine(Stage stage, Check.Inquiry inquiry, Duration left) {
        CompletableFuture<Finding> asked;
        try {
            asked = check.examine(needs.cast(stage), inquiry).toCompletableFuture();
        } catch (RuntimeException failure) {
            return CompletableFuture.failedStage(failure);
        }
        return asked.isDone() ? asked : asked.copy().orTimeout(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS);
    }
}
