package org.sekisho.app.config;

import java.net.InetAddress;
import org.sekisho.net.io.Addresses;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.Network;

/** A name server, as in {@code 192.0.2.53}, {@code 2001:db8::53} or {@code [2001:db8::53]:5353}. */
public record NameServer(InetAddress address, int port) {
    /** RFC 1035 section 4.2. */
    private static final int DNS = 53;

    /** Reads ADDRESS or ADDRESS:PORT. A name could not be looked up. */
    static NameServer parse(String text) {
        return Addresses.literal(text)
                .map(address -> new NameServer(address, DNS))
                .orElseGet(() -> withPort(text));
    }

    private static NameServer withPort(String text) {
        String host = text.replaceFirst(":\\d{1,5}$", "");
        InetAddress address = Addresses.literal(host)
                .orElseThrow(() -> new IllegalArgumentException("'" + text
                        + "' is not the address of a name server, such as 192.0.2.53 or [2001:db8::53]:5353"));
        return new NameServer(address, Endpoint.parse(text).port());
    }

    Endpoint endpoint() {
        return new Endpoint(Network.text(address), port);
    }

    @Override
    public String toString() {
        return endpoint().toString();
    }
}
