package org.sekisho.app.admin;

import java.util.List;
import java.util.Optional;
import org.sekisho.rules.account.Accounts;
import org.sekisho.rules.account.Distribution;
import org.sekisho.rules.account.MonthStatistics;
import org.sekisho.rules.incident.Delivered;
import org.sekisho.rules.incident.Incident;
import org.sekisho.rules.incident.MonthCases;

/**
 * All accounts, for operators.
 *
 * @param known how many are remembered
 * @param lookedAt how many of them were looked at for the busiest
 * @param busiest those with most messages this month
 * @param alarmed those with an incident that is not closed
 * @param messages accounts by messages this month: up to 100, and one band for the rest
 * @param manyMessages accounts with more than 100
 * @param logins accounts by logins this month
 * @param manyLogins accounts with more than 100
 * @param countries that mail came from this month, most first
 * @param months cases, and how mail went, month by month, the latest last
 * @param abused how long it took from trial sends to abuse; empty if there was none
 */
public record AccountsReport(
        long known,
        long lookedAt,
        List<Busy> busiest,
        List<Alarmed> alarmed,
        List<Band> messages,
        List<Band> manyMessages,
        List<Band> logins,
        List<Band> manyLogins,
        List<CountryMail> countries,
        List<Month> months,
        Optional<DaysToAbuse> abused) {
    private static final int MOST_COUNTRIES = 20;

    /** An account that sends much. */
    public record Busy(String account, long messages, long logins) {}

    /** An account with an incident. */
    public record Alarmed(String account, String incident, String state, List<String> nets) {}

    /** Accounts that did more than so much; the last band has no end. */
    public record Band(long above, Optional<Long> upTo, long accounts) {}

    /** A country and its messages. */
    public record CountryMail(String country, long messages) {}

    /** Cases of a month beside those of the year before, and errors for each hundred recipients; empty is unknown. */
    public record Month(
            String month,
            Optional<Integer> cases,
            Optional<Integer> casesYearAgo,
            Optional<Integer> defended,
            Optional<Integer> defendedYearAgo,
            Optional<Integer> abuse,
            Optional<Double> errorRate) {
        static Month of(MonthCases.Compared compared, Delivered mail) {
            return new Month(
                    compared.month().toString(),
                    compared.cases().map(MonthCases::cases),
                    compared.yearAgo().map(MonthCases::cases),
                    compared.cases().map(MonthCases::defended),
                    compared.yearAgo().map(MonthCases::defended),
                    compared.cases().map(MonthCases::abuse),
                    mail.recipients() == 0 ? Optional.empty() : Optional.of(mail.errorRate()));
        }
    }

    /**
     * Whole days from a trial send, which is on day 0, to the abuse, of all incidents that are remembered and had both.
     *
     * @param median the upper one of two
     */
    public record DaysToAbuse(int incidents, long shortest, long median, long longest) {
        static Optional<DaysToAbuse> of(List<Incident> incidents) {
            long[] days = incidents.stream()
                    .flatMapToLong(incident -> incident.daysToAbuse().stream())
                    .sorted()
                    .toArray();
            return days.length == 0
                    ? Optional.empty()
                    : Optional.of(new DaysToAbuse(days.length, days[0], days[days.length / 2], days[days.length - 1]));
        }
    }

    static AccountsReport of(
            long known,
            Accounts.Busiest busiest,
            List<Alarmed> alarmed,
            MonthStatistics month,
            List<Month> months,
            List<Incident> incidents) {
        return new AccountsReport(
                known,
                busiest.looked(),
                busiest.accounts().stream()
                        .map(each -> new Busy(each.account(), each.messages(), each.logins()))
                        .toList(),
                alarmed,
                bands(month.messages().small()),
                bands(month.messages().large()),
                bands(month.logins().small()),
                bands(month.logins().large()),
                month.ranking().stream()
                        .limit(MOST_COUNTRIES)
                        .map(ranked -> new CountryMail(ranked.country(), ranked.messages()))
                        .toList(),
                months,
                DaysToAbuse.of(incidents));
    }

    private static List<Band> bands(List<Distribution.Band> some) {
        return some.stream()
                .map(band -> new Band(
                        band.above(),
                        band.upTo() == Long.MAX_VALUE ? Optional.empty() : Optional.of(band.upTo()),
                        band.accounts()))
                .toList();
    }
}
