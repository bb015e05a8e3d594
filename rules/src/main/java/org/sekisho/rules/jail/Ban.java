package org.sekisho.rules.jail;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sekisho.settings.Network;
import org.sekisho.state.Codec;
import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;

/**
 * That a client, or a network of them, is kept out.
 *
 * @param subject an address alone or a network
 * @param jail the jail that did it; for an operator's ban the one that was named; at most 60 characters
 * @param until empty for one that only an operator ends
 * @param by {@value #SEKISHO}, or who said so, in at most 100 characters
 * @param failures how many there were when it was banned; 0 for an operator's ban
 * @param times how often the subject had been banned by this jail before
 * @param evidence what it had done, one line each, the newest last; at most {@value #MOST_EVIDENCE},
 *     of which each is cut at {@value #LONGEST_EVIDENCE} characters
 */
public record Ban(
        Network subject,
        String jail,
        Instant since,
        Optional<Instant> until,
        String by,
        int failures,
        int times,
        List<String> evidence,
        Response response) {
    public static final int MOST_EVIDENCE = 10;
    public static final int LONGEST_EVIDENCE = 150;
    /** Who banned where a jail did. */
    public static final String SEKISHO = "sekisho";

    static final Codec<Ban> CODEC = new Codec<>() {
        @Override
        public byte[] encode(Ban ban) {
            return new RecordWriter(1)
                    .octets(ban.subject.octets())
                    .number(ban.subject.bits())
                    .text(ban.jail)
                    .instant(ban.since)
                    .instant(ban.end())
                    .text(ban.by)
                    .number(ban.failures)
                    .number(ban.times)
                    .text(ban.response.name())
                    .text(Evidence.of(ban.evidence).text())
                    .octets();
        }

        @Override
        public Ban decode(byte[] octets) {
            RecordReader in = new RecordReader(octets, 1);
            Network subject = Network.of(in.octets(), (int) in.number());
            String jail = in.text();
            Instant since = in.instant();
            Instant end = in.instant();
            String by = in.text();
            int failures = (int) in.number();
            int times = (int) in.number();
            Response response = Response.valueOf(in.text());
            List<String> evidence = Evidence.ofText(in.unreadText());
            in.end();
            Optional<Instant> until = end.equals(Instant.MAX) ? Optional.empty() : Optional.of(end);
            return new Ban(subject, jail, since, until, by, failures, times, evidence, response);
        }

        @Override
        public boolean fits(String key, Ban ban) {
            return key.equals(ban.key());
        }
    };

    public Ban {
        check("jail", jail, 60);
        check("by", by, 100);
        evidence = evidence instanceof Evidence checked ? checked : checked(evidence);
    }

    private static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static Evidence checked(List<String> lines) {
        if (lines.size() > MOST_EVIDENCE) {
            throw new IllegalArgumentException("A ban has at most " + MOST_EVIDENCE + " lines of evidence");
        }
        return Evidence.of(lines.stream().map(Ban::line).toList());
    }

    private static void check(String name, String text, int longest) {
        if (text.isEmpty() || text.length() > longest || hasControl(text)) {
            throw new IllegalArgumentException(
                    name + " must be one line of 1 to " + longest + " characters, is '" + text + "'");
        }
    }

    private static String line(String text) {
        String line = text.isEmpty() ? " " : text.replace('\n', ' ');
        return line.length() <= LONGEST_EVIDENCE ? line : line.substring(0, LONGEST_EVIDENCE - 1) + "…";
    }

    /** In the store; of one subject there is one ban by each jail. */
    String key() {
        return subject + " " + jail;
    }

    public boolean holdsAt(Instant now) {
        return until.isEmpty() || now.isBefore(until.get());
    }

    /** From when on it does not hold any more; {@link Instant#MAX} for one that only an operator ends. */
    public Instant end() {
        return until.orElse(Instant.MAX);
    }
}
