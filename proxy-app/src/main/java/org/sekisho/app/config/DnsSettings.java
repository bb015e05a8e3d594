package org.sekisho.app.config;

import inet.ipaddr.IPAddressString;
import java.time.Duration;
import java.util.List;
import org.sekisho.dns.DnsjavaLookup;
import org.sekisho.settings.Endpoint;

/**
 * Whom names are looked up with.
 *
 * @param servers the first one is asked first; empty for those that the system uses
 * @param timeout for one look-up, all tries and name servers together
 */
public record DnsSettings(List<Endpoint> servers, Duration timeout) {
    public static final DnsSettings DEFAULTS = new DnsSettings(List.of(), DnsjavaLookup.DEFAULT_TIMEOUT);

    public DnsSettings {
        servers = List.copyOf(servers);
        for (Endpoint server : servers) {
            if (new IPAddressString(server.host()).getAddress() == null) {
                throw new IllegalArgumentException("servers: '" + server.host()
                        + "' is a name; give name servers by address and port, such as 192.0.2.53:53");
            }
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout: must be longer than 0");
        }
    }
}
