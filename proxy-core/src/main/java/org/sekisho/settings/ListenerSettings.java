package org.sekisho.settings;

import java.util.List;

/**
 * One address to listen on.
 *
 * @param name unique; stands in the log
 * @param service MX or submission
 * @param proxyProtocol if not empty, every connection comes from these networks and starts with a PROXY header; a
 *     connection from elsewhere is closed (P1)
 */
public record ListenerSettings(
        String name, Endpoint address, Service service, TlsSettings tls, List<Network> proxyProtocol) {

    public enum Service {
        /** Mail from strangers: no AUTH is offered. */
        INBOUND,
        /** Mail from users: AUTH is offered, in clear text only where {@link TlsSettings.Mode#OFF} leaves no other way. */
        SUBMISSION
    }

    public ListenerSettings {
        proxyProtocol = List.copyOf(proxyProtocol);
        if (name.isBlank()) {
            throw new IllegalArgumentException("name: must not be empty");
        }
    }

    /** An inbound listener without TLS. */
    public static ListenerSettings inbound(String name, Endpoint address) {
        return new ListenerSettings(name, address, Service.INBOUND, TlsSettings.OFF, List.of());
    }
}
