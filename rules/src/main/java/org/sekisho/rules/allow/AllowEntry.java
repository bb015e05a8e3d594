package org.sekisho.rules.allow;

import java.time.Instant;
import java.util.Optional;
import org.sekisho.state.Codec;
import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;

/**
 * What an operator said about somebody who is to be let through.
 *
 * @param note why, at most 200 characters
 * @param by who said so, at most 100 characters
 * @param since when
 * @param expires from when on it does not count any more
 */
public record AllowEntry(Subject subject, String note, String by, Instant since, Optional<Instant> expires) {
    static final Codec<AllowEntry> CODEC = new Codec<>() {
        @Override
        public byte[] encode(AllowEntry entry) {
            return new RecordWriter(1)
                    .text(entry.key())
                    .text(entry.note)
                    .text(entry.by)
                    .instant(entry.since)
                    .instant(entry.until())
                    .octets();
        }

        @Override
        public AllowEntry decode(byte[] octets) {
            RecordReader in = new RecordReader(octets, 1);
            Subject subject = Subject.parse(in.text());
            String note = in.text();
            String by = in.text();
            Instant since = in.instant();
            Instant until = in.instant();
            in.end();
            return new AllowEntry(
                    subject, note, by, since, until.equals(Instant.MAX) ? Optional.empty() : Optional.of(until));
        }

        @Override
        public boolean fits(String key, AllowEntry entry) {
            return key.equals(entry.key());
        }
    };

    public AllowEntry {
        check("note", note, 200);
        check("by", by, 100);
    }

    private static void check(String name, String text, int longest) {
        if (text.length() > longest || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    name + " must be one line of at most " + longest + " characters, is '" + text + "'");
        }
    }

    /** The subject in text: there is one entry for each. */
    public String key() {
        return subject.toString();
    }

    Instant until() {
        return expires.orElse(Instant.MAX);
    }

    boolean countsAt(Instant now) {
        return now.isBefore(until());
    }
}
