package org.sekisho.app.config;

import java.util.List;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.ListenerSettings;
import org.sekisho.settings.Network;
import org.sekisho.settings.TlsSettings;

/** One element of {@code listeners}. */
public record ListenerEntry(
        String name,
        Endpoint address,
        ListenerSettings.Service service,
        TlsSettings tls,
        ProxyProtocolEntry proxyProtocol) {

    /**
     * The section {@code proxyProtocol}.
     *
     * @param from empty means that no PROXY header is expected
     */
    public record ProxyProtocolEntry(List<Network> from) {
        public ProxyProtocolEntry {
            from = List.copyOf(from);
        }
    }

    static final ListenerEntry DEFAULT = new ListenerEntry(
            "mx",
            new Endpoint("127.0.0.1", 2525),
            ListenerSettings.Service.INBOUND,
            TlsSettings.OFF,
            new ProxyProtocolEntry(List.of()));

    public ListenerEntry {
        // The settings check themselves when they are made; a problem belongs to this entry.
        settings(name, address, service, tls, proxyProtocol);
    }

    ListenerSettings settings() {
        return settings(name, address, service, tls, proxyProtocol);
    }

    private static ListenerSettings settings(
            String name,
            Endpoint address,
            ListenerSettings.Service service,
            TlsSettings tls,
            ProxyProtocolEntry proxyProtocol) {
        return new ListenerSettings(name, address, service, tls, proxyProtocol.from());
    }
}
