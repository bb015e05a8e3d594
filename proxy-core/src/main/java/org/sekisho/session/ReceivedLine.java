package org.sekisho.session;

import java.net.Inet6Address;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.sekisho.policy.Stage;

/** The Received line that the proxy puts before a message where the operator asks for one (RFC 5321 section 4.4). */
final class ReceivedLine {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss xx", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private ReceivedLine() {}

    /** The line, folded, with its CRLF; at most {@link Offer#RECEIVED_ROOM} octets. */
    static String of(
            String hostName,
            Stage.Connection connection,
            Stage.Introduction introduction,
            boolean smtpUtf8,
            Instant now) {
        String address = connection.address();
        String literal = connection.client() instanceof Inet6Address ? "IPv6:" + address : address;
        return "Received: from " + cut(introduction.helo()) + " ([" + literal + "])\r\n    by " + hostName + " with "
                + protocol(introduction, smtpUtf8) + " id " + connection.session() + ";\r\n    " + DATE.format(now)
                + "\r\n";
    }

    /** The names that RFC 3848 and RFC 6531 have registered. */
    private static String protocol(Stage.Introduction introduction, boolean smtpUtf8) {
        if (!introduction.extended()) {
            return "SMTP";
        }
        return (smtpUtf8 ? "UTF8SMTP" : "ESMTP")
                + (introduction.secured() ? "S" : "")
                + (introduction.account().isPresent() ? "A" : "");
    }

    private static String cut(String helo) {
        return helo.length() <= 255 ? helo : helo.substring(0, 255);
    }
}
