package org.sekisho.settings;

import java.time.Duration;

/**
 * How long the proxy waits for a client. Each is a deadline for the whole request, not for the next byte (X5).
 *
 * @param command a whole command line, and each reply in an AUTH exchange (RFC 5321 4.5.3.2.7: at least 5 minutes)
 * @param data how long a message may stand still; every 500 octets add a second to it, up to this much (X5)
 * @param tlsHandshake the handshake (T11)
 * @param proxyHeader the PROXY header, at least 3 s (P2)
 * @param write how long replies may wait for a client that does not read (J10)
 * @param drain how long transactions in flight may take when the proxy stops
 */
public record Timeouts(
        Duration command, Duration data, Duration tlsHandshake, Duration proxyHeader, Duration write, Duration drain) {
    public static final Timeouts DEFAULTS = new Timeouts(
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofMinutes(1),
            Duration.ofSeconds(30));

    public Timeouts {
        positive("timeouts.command", command);
        positive("timeouts.data", data);
        positive("timeouts.tlsHandshake", tlsHandshake);
        positive("timeouts.proxyHeader", proxyHeader);
        positive("timeouts.write", write);
        positive("timeouts.drain", drain);
    }

    static void positive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + ": must be longer than 0, is " + duration.toSeconds() + "s");
        }
    }
}
