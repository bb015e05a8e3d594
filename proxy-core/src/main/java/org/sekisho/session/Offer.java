package org.sekisho.session;

import java.util.Map;
import java.util.Optional;
import org.sekisho.smtp.Capabilities;
import org.sekisho.smtp.Extension;

/**
 * What EHLO offers: what this program and every upstream can both do (O18, E12). PIPELINING and enhanced status codes it
 * can do by itself; before the first probe it offers nothing else but its own STARTTLS.
 */
final class Offer {
    /** Octets kept free for a Received line in the upstream's SIZE (E2). */
    static final int RECEIVED_ROOM = 1_024;

    private Offer() {}

    static Capabilities of(
            Optional<Capabilities> upstream, SessionSettings settings, boolean secured, boolean authenticated) {
        Capabilities offer = upstream.map(known -> common(known, settings)).orElse(Capabilities.NONE);
        if (!offer.has(Extension.EIGHT_BIT_MIME)) {
            // RFC 6531 section 3.1 (E5).
            offer = offer.without(Extension.SMTPUTF8);
        }
        offer = offer.with(Extension.PIPELINING, "").with(Extension.ENHANCED_STATUS_CODES, "");
        if (settings.startTls() && !secured) {
            offer = offer.with(Extension.STARTTLS, "");
        }
        if (!secured) {
            offer = offer.without(Extension.REQUIRETLS);
        }
        // AUTH stays known after it succeeded, as MAIL may carry AUTH= then (E9).
        return authenticated || mayAuthenticate(settings, secured) ? offer : offer.without(Extension.AUTH);
    }

    /** Passwords cross the wire in clear text only where the operator has switched TLS off (A8). */
    static boolean mayAuthenticate(SessionSettings settings, boolean secured) {
        return settings.submission() && (secured || settings.plainOnly());
    }

    private static Capabilities common(Capabilities upstream, SessionSettings settings) {
        long room = settings.proxy().receivedHeader() ? RECEIVED_ROOM : 0;
        long theirs = upstream.sizeLimit().orElse(Long.MAX_VALUE);
        long size = Math.max(1, Math.min(settings.proxy().limits().messageSize(), theirs - room));
        Capabilities ours = new Capabilities(Map.of(
                Extension.SIZE, Long.toString(size),
                Extension.EIGHT_BIT_MIME, "",
                Extension.SMTPUTF8, "",
                Extension.DSN, "",
                Extension.CHUNKING, "",
                Extension.LIMITS, "RCPTMAX=" + settings.proxy().limits().recipients(),
                Extension.REQUIRETLS, "",
                Extension.AUTH, String.join(" ", SaslCourse.relayed(upstream.mechanisms()))));
        Capabilities both = ours.and(upstream);
        return both.mechanisms().isEmpty() ? both.without(Extension.AUTH) : both;
    }
}
