package org.sekisho.settings;

/**
 * A host and a port, as in {@code 127.0.0.1:25}, {@code [::1]:25} or {@code mail.example.org:25}.
 *
 * @param host a name or an address; an IPv6 address without its brackets
 * @param port 0 to 65535; 0 lets the system choose one to listen on
 */
public record Endpoint(String host, int port) {
    public Endpoint {
        if (host.isBlank() || host.indexOf(' ') >= 0) {
            throw new IllegalArgumentException("the host must not be empty or hold spaces, is '" + host + "'");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("the port must be 0 to 65535, is " + port);
        }
    }

    /** Reads {@code host:port}; an IPv6 address stands in brackets. */
    public static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        boolean bracketed = text.startsWith("[");
        boolean complete = colon > 0
                && (!bracketed || text.charAt(colon - 1) == ']')
                && (bracketed || text.indexOf(':') == colon)
                && text.substring(colon + 1).matches("\\d{1,5}");
        if (!complete) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not HOST:PORT, such as 127.0.0.1:25, [::1]:25 or mail.example.org:25");
        }
        String host = bracketed ? text.substring(1, colon - 1) : text.substring(0, colon);
        return new Endpoint(host, Integer.parseInt(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
