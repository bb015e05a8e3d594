package org.sekisho.rules.hold;

/**
 * Whom a session counts as.
 *
 * @param key its network, or the pool of senders that it belongs to
 * @param network its network, whose quota pays for what is remembered of it
 */
public record Client(String key, String network) {}
