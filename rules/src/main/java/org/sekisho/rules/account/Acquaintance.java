package org.sekisho.rules.account;

import java.net.InetAddress;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * How well accounts know where clients are, and what is said of those places; of one that only tells the first, the rest is
 * without effect. Answers fail where the store does.
 */
@FunctionalInterface
public interface Acquaintance {
    /** Nothing is known of any account. */
    Acquaintance NONE = (account, client) -> CompletableFuture.completedStage(Familiarity.LEARNING);

    /** Which of its places an account knows. */
    enum Footing {
        /** It has a home. */
        HOME,
        /** It knows some, and has not been at one of them on three days. */
        SOME,
        /** It is being learnt, and was suspected: the one that it used most before. */
        ONE,
        /** None. */
        NOWHERE
    }

    CompletionStage<Familiarity> familiarity(String account, InetAddress client);

    /**
     * A place that the account does not know, and where it was not seen before that time, does not become known by being used
     * from now on. Answers how well it is known then.
     */
    default CompletionStage<Familiarity> suspect(String account, InetAddress client, Instant unseenBefore) {
        return familiarity(account, client);
    }

    default CompletionStage<Footing> footing(String account) {
        return CompletableFuture.completedStage(Footing.NOWHERE);
    }

    /**
     * What there was about an account is over: nets that have raised an alarm may do so again.
     *
     * @param acquitted whether nothing was wrong, so that no place of the account is suspect any more
     */
    default CompletionStage<Void> concluded(String account, boolean acquitted) {
        return CompletableFuture.completedStage(null);
    }
}
