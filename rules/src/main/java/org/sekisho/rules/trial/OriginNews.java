package org.sekisho.rules.trial;

import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells whether an account has come from somewhere new. Thread-safe; must not block. */
@FunctionalInterface
public interface OriginNews {
    /** What is new about where a client is. */
    enum News {
        NOTHING,
        /** The account has never come from that autonomous system. */
        SYSTEM,
        /** It has never come from that country. */
        COUNTRY
    }

    /** As it was before the session logged in; {@link News#NOTHING} while too little is known of the account. */
    CompletionStage<News> of(String account, InetAddress client);

    /** Nothing is ever new. */
    OriginNews NONE = (account, client) -> CompletableFuture.completedStage(News.NOTHING);
}
