package org.sekisho.app.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekisho.app.decision.Json;
import tools.jackson.core.JacksonException;

/**
 * A line of the audit: JSON whose last member is the hash of all before it, the hash of the line before among that.
 *
 * @param rules the version of the configuration: what its hash begins with
 * @param load how many sessions were open
 */
@JsonPropertyOrder({"number", "time", "by", "what", "subject", "why", "evidence", "rules", "load", "previous"})
record AuditLine(
        long number,
        Instant time,
        String by,
        String what,
        String subject,
        String why,
        List<String> evidence,
        String rules,
        int load,
        String previous) {
    private static final Pattern TEXT = Pattern.compile("(\\{.*),\"hash\":\"([0-9a-f]{64})\"\\}");

    /** A line as it was read. */
    record Read(AuditLine line, String stated, String actual) {
        boolean holds() {
            return stated.equals(actual);
        }

        Link link() {
            return new Link(line.number, stated);
        }
    }

    static AuditLine after(Link last, AuditEntry entry, Instant time, String rules, int load) {
        return new AuditLine(
                last.number() + 1,
                time,
                entry.by(),
                entry.what(),
                entry.subject(),
                entry.why(),
                entry.evidence(),
                rules,
                load,
                last.hash());
    }

    /** Without line feed. */
    String text() {
        String body = body();
        return body + ",\"hash\":\"" + sha256(body.getBytes(UTF_8)) + "\"}";
    }

    Link link() {
        return new Link(number, sha256(body().getBytes(UTF_8)));
    }

    /** Empty for what is no line of an audit. */
    static Optional<Read> read(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            AuditLine line = Json.MAPPER.readValue(text, AuditLine.class);
            String actual = sha256(matcher.group(1).getBytes(UTF_8));
            return Optional.of(new Read(line, matcher.group(2), actual));
        } catch (JacksonException notOurs) {
            return Optional.empty();
        }
    }

    static String sha256(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private String body() {
        String json = Json.MAPPER.writeValueAsString(this);
        return json.substring(0, json.length() - 1);
    }
}
