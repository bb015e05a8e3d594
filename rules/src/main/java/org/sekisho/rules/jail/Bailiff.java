package org.sekisho.rules.jail;

import java.net.InetAddress;
import java.util.concurrent.CompletionStage;

/** Carries out what jails decide. Called on the event loop of a session: must not block, and must not throw. */
public interface Bailiff {
    /**
     * A jail's threshold is reached. Complete when it is decided, and whoever is to be kept out is: at once, unless other nodes
     * may know better.
     *
     * @param jail its settings: if it only observes, nobody is to be kept out
     */
    CompletionStage<Void> ban(Ban ban, JailSettings jail);

    /** Whether a client is kept out at present: what it does meanwhile is not counted. */
    boolean holds(InetAddress client);
}
