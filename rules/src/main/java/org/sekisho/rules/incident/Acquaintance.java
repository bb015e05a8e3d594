package org.sekisho.rules.incident;

import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.rules.account.Familiarity;

/** Tells how well an account knows where a client is. */
@FunctionalInterface
public interface Acquaintance {
    /** Nothing is known of any account. */
    Acquaintance NONE = (account, client) -> CompletableFuture.completedStage(Familiarity.LEARNING);

    /** Fails where the store does. */
    CompletionStage<Familiarity> familiarity(String account, InetAddress client);
}
