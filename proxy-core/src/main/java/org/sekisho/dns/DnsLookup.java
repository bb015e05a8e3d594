package org.sekisho.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Asks the domain name system. Thread-safe; never blocks; answers may come on any thread. Names are host names without a
 * final dot, answers too, in lower case. Only {@link #addresses} fails its stage; all others tell a failure in the answer.
 */
public interface DnsLookup {

    /** The addresses of a host name, IPv4 first; empty if it has none. A failed look-up fails the stage. */
    CompletionStage<List<InetAddress>> addresses(String name);

    /** The IPv4 addresses of a name (A). */
    CompletionStage<DnsAnswer<InetAddress>> ipv4(String name);

    /** The IPv6 addresses of a name (AAAA). */
    CompletionStage<DnsAnswer<InetAddress>> ipv6(String name);

    /** The names that an address points to (PTR), unverified. */
    CompletionStage<DnsAnswer<String>> names(InetAddress address);

    /** The mail exchangers of a domain (MX), the most preferred first. A null MX (RFC 7505) has the empty name. */
    CompletionStage<DnsAnswer<String>> mailExchangers(String domain);

    /** The name servers of a zone (NS). */
    CompletionStage<DnsAnswer<String>> nameServers(String domain);

    /** The texts at a name (TXT), the strings of one record joined. */
    CompletionStage<DnsAnswer<String>> texts(String name);
}
