package org.sekisho.app.config;

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
public record DnsSettings(List<NameServer> servers, Duration timeout) {
    public static final DnsSettings DEFAULTS = new DnsSettings(List.of(), DnsjavaLookup.DEFAULT_TIMEOUT);

    public DnsSettings {
        servers = List.copyOf(servers);
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout: must be longer than 0");
        }
    }

    /** The name servers, for whoever asks them. */
    public List<Endpoint> endpoints() {
        return servers.stream().map(NameServer::endpoint).toList();
    }
}
