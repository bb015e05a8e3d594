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

    /** How what there was about an account has ended. */
    enum Outcome {
        /** Nothing was wrong: what became suspect since then is not any more, and nets count from now on. */
        ACQUITTED,
        /** Somebody has set it right: nets count from now on. */
        RELEASED,
        /** By time: what is suspect or was counted stays. */
        ENDED,
        /** The same, of a restriction for nothing but how much was sent: twice as much may be sent from what became suspect. */
        ENDURED,
        /** Nothing came of it: what became suspect since then is not any more. */
        UNFOUNDED
    }

    CompletionStage<Familiarity> familiarity(String account, InetAddress client);

    /**
     * A place that the account does not know does not become known by being used from now on. Answers how well it is known then.
     */
    default CompletionStage<Familiarity> suspect(String account, InetAddress client, Suspicion suspicion) {
        return familiarity(account, client);
    }

    default CompletionStage<Footing> footing(String account) {
        return CompletableFuture.completedStage(Footing.NOWHERE);
    }

    /**
     * What there was about an account since then is over: nets that have raised an alarm may do so again.
     */
    default CompletionStage<Void> concluded(String account, Outcome outcome, Instant since) {
        return CompletableFuture.completedStage(null);
    }
}
