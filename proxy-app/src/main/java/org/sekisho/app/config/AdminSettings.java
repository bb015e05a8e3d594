package org.sekisho.app.config;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import org.sekisho.settings.Endpoint;

/** The endpoint that the command line asks about the running proxy. */
public record AdminSettings(boolean enabled, Endpoint address) {
    public AdminSettings {
        IPAddress literal = new IPAddressString(address.host()).getAddress();
        if (!address.host().equals("localhost") && (literal == null || !literal.isLoopback())) {
            throw new IllegalArgumentException("address: '" + address.host()
                    + "' can be reached from elsewhere, and the token would go in clear text; name 127.0.0.1 or [::1],"
                    + " and come through SSH");
        }
    }

    public static final AdminSettings DEFAULTS = new AdminSettings(true, new Endpoint("127.0.0.1", 8025));
}
