package org.sekisho.settings;

/**
 * Bounds on what clients may use.
 *
 * @param connections client connections at once; lowered at start to what the descriptor limit allows
 * @param connectionsPerClient connections at once from one address; more get 421
 * @param recipients per message; more get 452 4.5.3 (L4)
 * @param errors 5xx replies to a client, without a message accepted in between, before 421
 * @param messageSize octets; more get 552 5.3.4 (E1)
 */
public record Limits(int connections, int connectionsPerClient, int recipients, int errors, long messageSize) {
    public static final Limits DEFAULTS = new Limits(10_000, 50, 1_000, 20, 50L * 1024 * 1024);

    public Limits {
        atLeast("limits.connections", 1, connections);
        atLeast("limits.connectionsPerClient", 1, connectionsPerClient);
        // RFC 5321 section 4.5.3.1.8: at least 100 recipients must be taken.
        atLeast("limits.recipients", 100, recipients);
        atLeast("limits.errors", 1, errors);
        atLeast("limits.messageSize", 65_536, messageSize);
    }

    private static void atLeast(String name, long least, long value) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": must be at least " + least + ", is " + value);
        }
    }
}
