package org.sekisho.rules.account;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sekisho.rules.account.AccountRecord.Visit;

/** How things are told to operators. */
final class Words {
    private static final int MINUTES_PER_HOUR = 60;
    private static final int HOURS_PER_DAY = 24;

    private Words() {}

    /** As the configuration has it: {@code 1d}, {@code 90m}. */
    static String span(Duration span) {
        if (span.toHours() % HOURS_PER_DAY == 0 && span.equals(Duration.ofDays(span.toDays()))) {
            return span.toDays() + "d";
        }
        if (span.toMinutes() % MINUTES_PER_HOUR == 0 && span.equals(Duration.ofHours(span.toHours()))) {
            return span.toHours() + "h";
        }
        return span.toMinutes() > 0 ? span.toMinutes() + "m" : span.toSeconds() + "s";
    }

    /** The latest logins, one a line, the newest first. */
    static List<String> visits(List<Visit> visits) {
        List<String> lines = new ArrayList<>();
        visits.forEach(visit -> lines.add(visit.last() + " " + visit.place()));
        Collections.reverse(lines);
        return lines.subList(0, Math.min(lines.size(), Hit.MOST_EVIDENCE));
    }
}
