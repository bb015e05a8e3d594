package org.sekisho.rules.account.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.sekisho.rules.account.Alarm;

/** What a year has come to: alarms over accounts that nobody has stolen, and how far the thieves got. */
final class Ledger {
    /** A score that automatic mode acts on by itself. */
    static final int ACT = 100;

    /** A theft counts as stopped if it is before so many messages. */
    static final int MESSAGES = 50;

    private static final int MONTHS = 12;
    private static final double THOUSAND = 1_000;
    private static final double PER_CENT = 100;

    private final int accounts;
    private final Map<String, int[]> falseAlarms = new TreeMap<>();
    private final Map<String, Integer> acting = new TreeMap<>();
    private final Map<String, Integer> reasons = new TreeMap<>();
    private final List<Theft> thefts = new ArrayList<>();
    private final Set<String> restricted = new HashSet<>();
    private int falseRestrictions;
    private int falseNotices;
    private final Set<String> keptOut = new HashSet<>();
    private long sessionsKeptOut;
    private long robbedKeptOut;
    private long messages;
    private long logins;

    Ledger(int accounts) {
        this.accounts = accounts;
    }

    void falseAlarm(Alarm alarm, String line, int day) {
        falseAlarms.computeIfAbsent(alarm.net(), net -> new int[MONTHS])[day * MONTHS / Year.DAYS]++;
        reasons.merge(alarm.net() + ", " + line, 1, Integer::sum);
        if (alarm.score() >= ACT) {
            acting.merge(alarm.net(), 1, Integer::sum);
        }
    }

    /** An account that nobody has stolen is restricted from now on. */
    void falseRestriction(String account) {
        falseRestrictions++;
        restricted.add(account);
    }

    /** The owner of one is told of it. */
    void falseNotice() {
        falseNotices++;
    }

    /** A session of an account's owner was refused. */
    void keptOut(String account, boolean robbed) {
        if (robbed) {
            robbedKeptOut++;
        } else {
            sessionsKeptOut++;
            keptOut.add(account);
        }
    }

    void theft(Theft theft) {
        thefts.add(theft);
    }

    void session(int sent) {
        logins++;
        messages += sent;
    }

    private int falseAlarms(int firstMonth, int lastMonth) {
        return falseAlarms.values().stream()
                .mapToInt(months -> Arrays.stream(months, firstMonth, lastMonth).sum())
                .sum();
    }

    /** For 1,000 accounts and one month, over the year. */
    double falseAlarmsPerMonth() {
        return falseAlarms(0, MONTHS) / (accounts / THOUSAND) / MONTHS;
    }

    double falseAlarmsInTheFirstMonth() {
        return falseAlarms(0, 1) / (accounts / THOUSAND);
    }

    /** For 1,000 accounts and one month, over the year. */
    double falseRestrictionsPerMonth() {
        return falseRestrictions / (accounts / THOUSAND) / MONTHS;
    }

    double stoppedShare() {
        return share(thefts);
    }

    private static double share(List<Theft> some) {
        return (double) some.stream()
                        .filter(theft -> theft.stoppedBefore(MESSAGES))
                        .count()
                / Math.max(1, some.size());
    }

    /** In Markdown. */
    String tables() {
        StringBuilder out = new StringBuilder();
        line(out, "%,d accounts, %,d sessions, %,d messages.", accounts, logins, messages);
        line(out, "%n| net | false alarms, month by month | year | acting |%n|---|---|---|---|");
        falseAlarms.forEach((net, months) -> line(
                out,
                "| `%s` | %s | %d | %d |",
                net,
                Arrays.toString(months).replaceAll("[\\[\\],]", ""),
                Arrays.stream(months).sum(),
                acting.getOrDefault(net, 0)));
        line(
                out,
                "%nFalse alarms per 1,000 accounts and month: %.2f over the year, %.2f in the first month; of those that act"
                        + " %.2f.",
                falseAlarmsPerMonth(),
                falseAlarmsInTheFirstMonth(),
                acting.values().stream().mapToInt(Integer::intValue).sum() / (accounts / THOUSAND) / MONTHS);
        restrictions(out);
        line(out, "%n| net, and where from | false alarms |%n|---|---|");
        reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(each -> line(out, "| %s | %d |", each.getKey(), each.getValue()));
        line(
                out,
                "%n| theft | of them | stopped before the 50th message | messages sent, median | by |%n|---|---|---|---|---|");
        for (Thief thief : Thief.values()) {
            theft(out, thief);
        }
        line(out, "%nStopped before the 50th message: %.1f %% of %d.", stoppedShare() * PER_CENT, thefts.size());
        return out.toString();
    }

    private void restrictions(StringBuilder out) {
        line(
                out,
                "%nRestricted though nobody has stolen them: %d accounts, %d times, %.2f per 1,000 accounts and month; %d notices"
                        + " to their owners.",
                restricted.size(),
                falseRestrictions,
                falseRestrictionsPerMonth(),
                falseNotices);
        line(
                out,
                "%nSessions of owners that were refused: %d, of %d accounts, that nobody has stolen; %d of stolen ones.",
                sessionsKeptOut,
                keptOut.size(),
                robbedKeptOut);
    }

    private void theft(StringBuilder out, Thief thief) {
        List<Theft> some =
                thefts.stream().filter(theft -> theft.thief() == thief).toList();
        int[] sent = some.stream().mapToInt(Theft::sent).sorted().toArray();
        Map<String, Integer> nets = new TreeMap<>();
        some.stream().filter(Theft::stopped).forEach(theft -> nets.merge(theft.net(), 1, Integer::sum));
        line(
                out,
                "| %s | %d | %.1f %% | %s | %s |",
                thief.words,
                some.size(),
                share(some) * PER_CENT,
                sent.length == 0 ? "" : sent[sent.length / 2],
                nets.toString().replaceAll("[{}]", "").replace('=', ' '));
    }

    private static void line(StringBuilder out, String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
