package org.sekisho.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The mail server behind the proxy.
 *
 * @param addresses load is shared among the healthy; one that fails is skipped for 30 s
 * @param connections at once, per address; beyond it a session waits up to {@code connectTimeout}, then 451 4.3.2
 * @param connectTimeout connect, greeting, TLS, XCLIENT and EHLO together
 * @param identity how the upstream learns who the client is; never falls back
 * @param tls how the connection to the upstream is protected
 * @param verifyCertificate with {@link Tls#REQUIRED}, whether the certificate must be valid for the host's name
 * @param trust PEM file with the authorities to trust; empty means those of the Java runtime
 * @param timeout silence of the upstream before it counts as dead
 * @param endOfDataTimeout silence after the final dot; a shorter one makes duplicates (RFC 1047)
 */
public record UpstreamSettings(
        List<Endpoint> addresses,
        int connections,
        Duration connectTimeout,
        Identity identity,
        Tls tls,
        boolean verifyCertificate,
        Optional<Path> trust,
        Duration timeout,
        Duration endOfDataTimeout) {

    /** How the upstream learns who the client is. */
    public enum Identity {
        /** Postfix's XCLIENT. An upstream that does not offer or refuses it means 451 4.3.0. */
        XCLIENT,
        /** A PROXY protocol header before the greeting. */
        PROXY,
        /** Not at all: the upstream sees the proxy's address, and must not trust it (C11). */
        NONE
    }

    public enum Tls {
        OFF,
        /**
         * STARTTLS where the upstream offers it, no certificate check. Where it is offered and fails, mail is deferred with
         * 451 4.7.5, not sent in clear text: whoever can break a handshake could read it else.
         */
        OPPORTUNISTIC,
        /** STARTTLS or nothing: mail is deferred rather than sent in clear text (T10). */
        REQUIRED
    }

    public UpstreamSettings {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("upstream.addresses: at least one is needed");
        }
        if (connections < 1) {
            throw new IllegalArgumentException("upstream.connections: must be at least 1, is " + connections);
        }
        Timeouts.positive("upstream.connectTimeout", connectTimeout);
        Timeouts.positive("upstream.timeout", timeout);
        Timeouts.positive("upstream.endOfDataTimeout", endOfDataTimeout);
    }

    /** Defaults for all but the address and the identity. */
    public static UpstreamSettings of(Endpoint address, Identity identity) {
        return new UpstreamSettings(
                List.of(address),
                80,
                Duration.ofSeconds(30),
                identity,
                Tls.OPPORTUNISTIC,
                true,
                Optional.empty(),
                Duration.ofMinutes(5),
                Duration.ofMinutes(10));
    }
}
