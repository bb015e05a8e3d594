package org.sekisho.app.cli;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.sekisho.app.config.Configuration;
import org.sekisho.app.config.ListenerEntry;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.UpstreamSettings;

/** The six lines that tell a newcomer what runs now and what to do with it. */
public final class Greeting {
    private Greeting() {}

    /**
     * The lines.
     *
     * @param bound where each listener is bound, by name
     */
    public static List<String> lines(Configuration configuration, Map<String, InetSocketAddress> bound) {
        String listeners = configuration.listeners().stream()
                .map(listener -> address(listener, bound) + " (" + listener.name() + ")")
                .collect(Collectors.joining(", "));
        String first = reachable(address(configuration.listeners().get(0), bound));
        List<String> lines = new ArrayList<>(configuration
                .upstream()
                .map(upstream -> relaying(listeners, first, upstream))
                .orElseGet(() -> trying(
                        listeners,
                        first,
                        configuration.embedded().directory().toAbsolutePath().normalize())));
        lines.add(RuleLines.summary(configuration.rules()));
        return lines;
    }

    private static List<String> trying(String listeners, String first, Path directory) {
        return List.of(
                "Sekisho " + Version.number() + " takes mail on " + listeners + " for its embedded mail server.",
                "Accepted mail is kept in " + directory + ", a file TIME-ID.eml for each message.",
                "Try it: swaks --server " + first + " --to you@example.org",
                "    or: printf 'Subject: Hello\\r\\n\\r\\nHello\\r\\n' | curl smtp://" + first
                        + " --mail-from me@example.org --mail-rcpt you@example.org -T -",
                "Next, put it before your mail server: sekisho run --listen " + first + " --upstream 127.0.0.1:25");
    }

    private static List<String> relaying(String listeners, String first, UpstreamSettings upstream) {
        String addresses = upstream.addresses().stream().map(Endpoint::toString).collect(Collectors.joining(", "));
        return List.of(
                "Sekisho " + Version.number() + " takes mail on " + listeners + " and relays it to " + addresses + ".",
                "Mail is accepted when the upstream accepts it; while that gives no answer, clients try again later (451).",
                identity(upstream),
                alternative(upstream),
                "Try it: swaks --server " + first + " --to postmaster@example.org");
    }

    private static String identity(UpstreamSettings upstream) {
        return switch (upstream.identity()) {
            case XCLIENT ->
                "The upstream must allow XCLIENT; in Postfix's main.cf: smtpd_authorized_xclient_hosts = "
                        + proxyAddress(upstream);
            case PROXY ->
                "The upstream must expect a PROXY header; in Postfix's main.cf: smtpd_upstream_proxy_protocol = haproxy";
            case NONE ->
                "The upstream sees this proxy's address, not the client's: it must not trust it (Postfix: mynetworks).";
        };
    }

    private static String alternative(UpstreamSettings upstream) {
        return upstream.identity() == UpstreamSettings.Identity.NONE
                ? "An upstream that knows XCLIENT can see the clients: --identity xclient"
                : "For a mail server that knows neither XCLIENT nor PROXY headers: --identity none";
    }

    /** As the upstream sees it, as far as that can be known here. */
    private static String proxyAddress(UpstreamSettings upstream) {
        String host = upstream.addresses().get(0).host();
        if (host.startsWith("127.") || host.equals("localhost")) {
            return "127.0.0.1";
        }
        return host.equals("::1") ? "[::1]" : "(this proxy's address)";
    }

    /** As it is configured, with the port that the system chose if it was asked to. */
    private static Endpoint address(ListenerEntry listener, Map<String, InetSocketAddress> bound) {
        InetSocketAddress address = Objects.requireNonNull(bound.get(listener.name()));
        return new Endpoint(listener.address().host(), address.getPort());
    }

    /** All addresses at once are nothing to connect to. */
    private static String reachable(Endpoint listening) {
        String host = switch (listening.host()) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "::1";
            default -> listening.host();
        };
        return new Endpoint(host, listening.port()).toString();
    }
}
