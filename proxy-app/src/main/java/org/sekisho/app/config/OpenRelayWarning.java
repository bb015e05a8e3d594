package org.sekisho.app.config;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.util.Optional;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.UpstreamSettings;

/**
 * An upstream that is not told who the client is sees the proxy's address instead. Nearby upstreams usually trust such
 * addresses, in Postfix through {@code mynetworks}, and would relay for every stranger (C11).
 */
final class OpenRelayWarning {
    private OpenRelayWarning() {}

    /** What to tell the operator, if the configuration may make an open relay. */
    static Optional<String> about(Configuration configuration) {
        return configuration
                .upstream()
                .filter(upstream -> upstream.identity() == UpstreamSettings.Identity.NONE)
                .flatMap(upstream -> upstream.addresses().stream()
                        .filter(OpenRelayWarning::near)
                        .findFirst())
                .map(address -> "upstream.identity is none, so " + address + " sees every client as this proxy. "
                        + "If it trusts the proxy's address (Postfix: mynetworks), this is an open relay. "
                        + "Set upstream.identity to xclient, or take the proxy's address out of mynetworks.");
    }

    /** Loopback, private and link-local addresses, and names that only a local network knows. */
    private static boolean near(Endpoint address) {
        IPAddress literal = new IPAddressString(address.host()).getAddress();
        if (literal == null) {
            return address.host().indexOf('.') < 0;
        }
        return literal.isLoopback() || literal.isLocal() || literal.isLinkLocal();
    }
}
