package org.sekisho.rules.limits;

import java.net.InetAddress;
import java.util.concurrent.CompletionStage;

/**
 * Tells whether an account is known to come from where a client is. What comes from elsewhere has limits of its own: a thief
 * who has used them up leaves the owner's as they were.
 */
@FunctionalInterface
public interface Whereabouts {
    /** Whether that place is new to the account. Fails where the store does. */
    CompletionStage<Boolean> isNew(String account, InetAddress client);
}
