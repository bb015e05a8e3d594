package org.sekisho.app.admin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sekisho.rules.account.AccountRecord;

/**
 * What is known of an account, for operators.
 *
 * @param messages of this month
 * @param monthLogins of this month
 * @param alarms when each net last told of it
 * @param incidents ids of those that are not closed
 */
public record AccountLine(
        String account,
        Instant firstSeen,
        long logins,
        long messages,
        long monthLogins,
        Optional<Instant> lastMessage,
        List<Place> places,
        Map<String, Instant> alarms,
        List<String> incidents) {

    /** Where it comes from. */
    public record Place(String place, Instant first, Instant last, int days, int logins) {}

    static AccountLine of(String account, AccountRecord record, List<String> incidents, Instant now) {
        AccountRecord.Month month = record.month().at(now);
        return new AccountLine(
                account,
                record.firstSeen(),
                record.logins(),
                month.messages(),
                month.logins(),
                record.lastMessage(),
                record.homes().stream()
                        .map(home -> new Place(
                                home.place().toString(), home.first(), home.last(), home.days(), home.logins()))
                        .toList(),
                record.told(),
                incidents);
    }
}
