package org.sekisho.rules.jail;

/** Hears of bans. Called on the thread where it happened, which may be a session's event loop: must not block. */
@FunctionalInterface
public interface BanObserver {
    void told(BanEvent event);

    BanObserver NOBODY = event -> {};
}
