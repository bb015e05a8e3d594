package org.sekisho.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Asks the domain name system. Thread-safe; never blocks; answers may come on any thread. */
public interface DnsLookup {

    /** The addresses of a host name, IPv4 first; empty if it has none. A failed look-up fails the stage. */
    CompletionStage<List<InetAddress>> addresses(String name);
}
