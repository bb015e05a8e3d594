package org.sekisho.rules;

import java.net.InetAddress;
import java.util.Set;

/**
 * Who we are, for rules that look for clients who claim to be us.
 *
 * @param hostName the name in our greeting
 * @param addresses the addresses we listen on; wildcards are left out
 */
public record Self(String hostName, Set<InetAddress> addresses) {
    public Self {
        addresses = Set.copyOf(addresses);
    }
}
