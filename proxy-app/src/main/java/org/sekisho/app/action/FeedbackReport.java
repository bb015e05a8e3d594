package org.sekisho.app.action;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody else complains about, in the format of feedback loops (RFC 5965). The report and the reported message are a
 * stranger's text, and so is every header below the topmost that our mail server wrote: no account is blamed on their word.
 *
 * @param type abuse, fraud, virus or another word
 * @param account whose mail it was; empty if the report does not tell
 * @param reporter the program or service that sent it
 */
public record FeedbackReport(String type, Optional<String> account, String reporter) {
    private static final long LARGEST = 32 << 20;

    /** As Postfix writes it with smtpd_sasl_authenticated_header. */
    private static final Pattern AUTHENTICATED = Pattern.compile("\\(Authenticated sender: ([^()\\s]{1,255})\\)");

    /**
     * Reads a report.
     *
     * @param hostName our mail server's name, as it stands in its headers
     * @throws IOException if it is none, in words for an operator
     */
    public static FeedbackReport read(InputStream in, String hostName) throws IOException {
        byte[] octets = in.readNBytes((int) LARGEST + 1);
        if (octets.length > LARGEST) {
            throw new IOException("the report is larger than " + (LARGEST >> 20) + " MiB");
        }
        try {
            MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(octets));
            if (!mail.isMimeType("multipart/report") || !(mail.getContent() instanceof Multipart parts)) {
                throw new IOException("this is no feedback report: its Content-Type is " + mail.getContentType()
                        + " and not multipart/report");
            }
            return of(parts, hostName);
        } catch (MessagingException e) {
            throw new IOException("the report cannot be read: " + e.getMessage(), e);
        }
    }

    private static FeedbackReport of(Multipart parts, String hostName) throws MessagingException, IOException {
        Optional<InternetHeaders> report = Optional.empty();
        Optional<InternetHeaders> message = Optional.empty();
        for (int i = 0; i < parts.getCount(); i++) {
            BodyPart part = parts.getBodyPart(i);
            if (part.isMimeType("message/feedback-report")) {
                report = Optional.of(new InternetHeaders(part.getInputStream()));
            } else if (part.isMimeType("message/rfc822") || part.isMimeType("text/rfc822-headers")) {
                message = Optional.of(new InternetHeaders(part.getInputStream()));
            }
        }
        InternetHeaders fields = report.orElseThrow(() ->
                new IOException("this is no feedback report: it has no part of the type message/feedback-report"));
        Optional<String> account = message.flatMap(headers -> authenticated(headers, hostName));
        return new FeedbackReport(
                first(fields, "Feedback-Type").orElse("not said"),
                account,
                first(fields, "User-Agent").orElse("not said"));
    }

    private static Optional<String> authenticated(InternetHeaders headers, String hostName) {
        String[] received = headers.getHeader("Received");
        if (received == null) {
            return Optional.empty();
        }
        Pattern ours = Pattern.compile("\\bby " + Pattern.quote(hostName) + "(?![\\w.-])", Pattern.CASE_INSENSITIVE);
        for (String each : received) {
            if (ours.matcher(each).find()) {
                Matcher account = AUTHENTICATED.matcher(each);
                return account.find() ? Optional.of(account.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<String> first(InternetHeaders headers, String name) {
        String[] values = headers.getHeader(name);
        return values == null ? Optional.empty() : Optional.of(values[0].strip());
    }

    /** In one line. */
    public String summary() {
        return "feedback report (" + type + ") by " + reporter;
    }
}
