package org.sekisho.settings;

import java.util.List;

/**
 * Everything that a {@code Proxy} needs to start.
 *
 * @param hostName the name in the greeting, in EHLO replies and, before XCLIENT, in EHLO to the upstream
 * @param listeners at least one, names unique
 * @param receivedHeader whether a Received line is put before each message; otherwise nothing is added (E2, K12)
 * @param bareNewline what becomes of a message with a bare CR or LF (S13)
 */
public record ProxySettings(
        String hostName,
        List<ListenerSettings> listeners,
        UpstreamSettings upstream,
        Limits limits,
        Timeouts timeouts,
        boolean receivedHeader,
        BareNewline bareNewline) {

    /** What becomes of a message with a bare CR or LF (S13, S14). */
    public enum BareNewline {
        /** One 550 after the whole message. */
        REJECT,
        /** Each bare LF becomes CRLF, each bare CR a space; for networks of one's own. */
        NORMALIZE
    }

    public ProxySettings {
        if (hostName.isBlank() || !hostName.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "hostName: must be printable ASCII without spaces, is '" + hostName + "'");
        }
        listeners = List.copyOf(listeners);
        if (listeners.isEmpty()) {
            throw new IllegalArgumentException("listeners: at least one is needed");
        }
        if (listeners.stream().map(ListenerSettings::name).distinct().count() < listeners.size()) {
            throw new IllegalArgumentException("listeners: two have the same name; give each its own");
        }
    }

    /** Defaults for all but where to listen and where to relay to: what tests and embedding programs start from. */
    public static ProxySettings of(String hostName, ListenerSettings listener, UpstreamSettings upstream) {
        return new ProxySettings(
                hostName, List.of(listener), upstream, Limits.DEFAULTS, Timeouts.DEFAULTS, false, BareNewline.REJECT);
    }

    public ProxySettings withLimits(Limits other) {
        return new ProxySettings(hostName, listeners, upstream, other, timeouts, receivedHeader, bareNewline);
    }

    public ProxySettings withTimeouts(Timeouts other) {
        return new ProxySettings(hostName, listeners, upstream, limits, other, receivedHeader, bareNewline);
    }

    public ProxySettings withListeners(List<ListenerSettings> others) {
        return new ProxySettings(hostName, others, upstream, limits, timeouts, receivedHeader, bareNewline);
    }
}
