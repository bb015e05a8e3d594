package org.sekisho.benchmarks;

import org.sekisho.testing.DnsServer;

/**
 * Clients that exist in the DNS only: each in a /24 of its own, every second one with a name like that of an end user's
 * line, the others mail servers by name. Their senders' domains exist, too.
 */
record NamedClients(int count) {
    /** A domain of recipients; every tenth suspect writes to it, all others to another one. */
    static final String GREYLISTING = "greylisting.example";

    private static final int DOMAINS = 100;

    /** What the name server must know of them. */
    void tell(DnsServer dns) {
        for (int i = 0; i < count; i++) {
            dns.zone().host(name(i), address(i));
        }
        for (int i = 0; i < DOMAINS; i++) {
            dns.zone()
                    .add(domain(i) + " 300 MX 10 mx." + domain(i))
                    .add(domain(i) + " 300 NS ns." + domain(i))
                    .host("mx." + domain(i), "192.0.2.1")
                    .host("ns." + domain(i), "192.0.2.2");
        }
    }

    String address(int i) {
        return "10." + i / 250 + "." + i % 250 + ".7";
    }

    String name(int i) {
        return suspect(i)
                ? "dhcp-10-" + i / 250 + "-" + i % 250 + "-7.dyn.example.net"
                : "mail.company" + i + ".example";
    }

    boolean suspect(int i) {
        return i % 2 == 1;
    }

    String sender(int i) {
        return "sender" + i + "@" + domain(i % DOMAINS);
    }

    String recipient(int i) {
        return "user" + i % 500 + "@" + (i % 20 == 1 ? GREYLISTING : "example.com");
    }

    private static String domain(int i) {
        return "domain" + i + ".example";
    }
}
