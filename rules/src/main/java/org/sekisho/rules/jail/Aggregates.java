package org.sekisho.rules.jail;

/**
 * What is done about those who stay below the threshold by using many addresses. Only failures of addresses that are not
 * banned themselves are counted, and only if several clients took part in them something is done. A network is banned as a
 * whole; of a system or a country only those are who go on failing, each for itself.
 *
 * @param maxRetry failures of all a network's clients together within findTime; 0 for never
 * @param prefix4 bits of an IPv4 network
 * @param prefix6 bits of an IPv6 network
 * @param systems failures of all clients of one autonomous system within findTime; 0 for never
 * @param countries failures of all clients of one country within findTime; 0 for never
 */
public record Aggregates(int maxRetry, int prefix4, int prefix6, int systems, int countries) {
    public static final Aggregates DEFAULTS = new Aggregates(0, 24, 48, 0, 0);
    /** Clients, as the jail sees them, that must take part. */
    static final int FEWEST_CLIENTS = 3;

    public Aggregates {
        Bounds.check("maxRetry", maxRetry, 0, JailSettings.MOST_RETRIES);
        Bounds.check("prefix4", prefix4, 8, 31);
        Bounds.check("prefix6", prefix6, 16, 63);
        Bounds.check("systems", systems, 0, JailSettings.MOST_RETRIES);
        Bounds.check("countries", countries, 0, JailSettings.MOST_RETRIES);
    }
}
