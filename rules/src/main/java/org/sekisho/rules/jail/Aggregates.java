package org.sekisho.rules.jail;

/**
 * Whether networks are banned whose addresses each stay below the threshold. Only failures of addresses that are not banned
 * themselves are counted, and only if several clients took part in them the network is banned.
 *
 * @param maxRetry failures of all its clients together within findTime; 0 for never
 * @param prefix4 bits of an IPv4 network
 * @param prefix6 bits of an IPv6 network
 */
public record Aggregates(int maxRetry, int prefix4, int prefix6) {
    public static final Aggregates DEFAULTS = new Aggregates(0, 24, 48);
    /** Clients, as the jail sees them, that must take part. */
    static final int FEWEST_CLIENTS = 3;

    public Aggregates {
        JailSettings.check("maxRetry", maxRetry, 0, JailSettings.MOST_RETRIES);
        JailSettings.check("prefix4", prefix4, 8, 31);
        JailSettings.check("prefix6", prefix6, 16, 63);
    }
}
