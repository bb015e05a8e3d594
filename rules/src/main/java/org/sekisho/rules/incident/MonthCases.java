package org.sekisho.rules.incident;

import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import org.sekisho.rules.incident.Entry.Kind;
import org.sekisho.state.Codec;
import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;

/**
 * The incidents that were opened in a month (UTC), watched ones included.
 *
 * @param abuse how many of them came to abuse of the account
 * @param defended in how many the account was restricted
 */
public record MonthCases(YearMonth month, int cases, int abuse, int defended) {
    static final Codec<MonthCases> CODEC = new Codec<>() {
        @Override
        public byte[] encode(MonthCases some) {
            return new RecordWriter(1)
                    .text(some.month.toString())
                    .number(some.cases)
                    .number(some.abuse)
                    .number(some.defended)
                    .octets();
        }

        @Override
        public MonthCases decode(byte[] octets) {
            RecordReader in = new RecordReader(octets, 1);
            MonthCases some =
                    new MonthCases(YearMonth.parse(in.text()), (int) in.number(), (int) in.number(), (int) in.number());
            in.end();
            return some;
        }

        @Override
        public boolean fits(String key, MonthCases some) {
            return key.equals(some.month.toString());
        }
    };

    /** A month beside the same one of the year before; empty where nothing was counted, for nothing ran. */
    public record Compared(YearMonth month, Optional<MonthCases> cases, Optional<MonthCases> yearAgo) {}

    static MonthCases none(YearMonth month) {
        return new MonthCases(month, 0, 0, 0);
    }

    static MonthCases of(Incident incident) {
        return new MonthCases(
                YearMonth.from(incident.opened().atZone(ZoneOffset.UTC)),
                1,
                incident.first(Kind.ABUSE).isPresent() ? 1 : 0,
                incident.first(Kind.DEFENDED).isPresent() ? 1 : 0);
    }

    MonthCases plus(MonthCases more) {
        return new MonthCases(month, cases + more.cases, abuse + more.abuse, defended + more.defended);
    }

    /** What was counted before, when incidents were there that are forgotten now, holds. */
    MonthCases atLeast(Optional<MonthCases> before) {
        return before.map(some -> new MonthCases(
                        month,
                        Math.max(cases, some.cases),
                        Math.max(abuse, some.abuse),
                        Math.max(defended, some.defended)))
                .orElse(this);
    }
}
