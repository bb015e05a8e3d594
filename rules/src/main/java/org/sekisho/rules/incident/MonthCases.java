package org.sekisho.rules.incident;

import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.sekisho.rules.incident.Entry.Kind;

/**
 * The incidents that were opened in a month (UTC), watched ones included.
 *
 * @param abuse how many of them came to abuse of the account
 * @param defended in how many the account was restricted
 */
public record MonthCases(YearMonth month, int cases, int abuse, int defended) {

    /** A month beside the same one of the year before. */
    public record Compared(MonthCases month, MonthCases yearAgo) {}

    static MonthCases of(List<Incident> incidents, YearMonth month) {
        List<Incident> opened = incidents.stream()
                .filter(incident ->
                        YearMonth.from(incident.opened().atZone(ZoneOffset.UTC)).equals(month))
                .toList();
        return new MonthCases(month, opened.size(), with(opened, Kind.ABUSE), with(opened, Kind.DEFENDED));
    }

    private static int with(List<Incident> incidents, Kind kind) {
        return (int) incidents.stream()
                .filter(incident -> incident.first(kind).isPresent())
                .count();
    }

    /** The months up to this one, the latest last; only of the last is the year before still whole. */
    public static List<Compared> compared(List<Incident> incidents, YearMonth latest, int months) {
        List<Compared> all = new ArrayList<>();
        for (int back = months - 1; back >= 0; back--) {
            YearMonth month = latest.minusMonths(back);
            all.add(new Compared(of(incidents, month), of(incidents, month.minusYears(1))));
        }
        return all;
    }
}
