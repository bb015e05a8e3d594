package org.sekisho.app.admin;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.sekisho.rules.jail.Ban;
import org.sekisho.rules.jail.BanEvent;
import org.sekisho.rules.jail.BanList;
import org.sekisho.rules.jail.JailSettings;
import org.sekisho.rules.jail.JailStatus;
import org.sekisho.rules.jail.Tightening;
import org.sekisho.rules.origin.Origins;

/** Tells operators how a jail stands, and counts for that whom it bans. Thread-safe. */
final class JailReport {
    private final BanList bans;
    private final Origins origins;
    private final Map<String, LongAdder> banned = new ConcurrentHashMap<>();

    JailReport(BanList bans, Origins origins) {
        this.bans = bans;
        this.origins = origins;
        // As fail2ban does: what was banned before the start and still is counts too.
        bans.list().forEach(this::count);
        bans.observe(this::told);
    }

    private void told(BanEvent event) {
        if (event instanceof BanEvent.Banned) {
            count(event.ban());
        }
    }

    private void count(Ban ban) {
        banned.computeIfAbsent(ban.jail(), jail -> new LongAdder()).increment();
    }

    JailLine of(JailStatus status) {
        JailSettings settings = status.settings();
        LongAdder total = banned.get(status.jail());
        List<Ban> present = bans.list().stream()
                .filter(ban -> ban.jail().equals(status.jail()))
                .toList();
        return new JailLine(
                status.jail(),
                settings.mode().key(),
                settings.counts(),
                status.findTime(),
                status.maxRetry(),
                status.stage().map(Tightening::from),
                settings.banTime(),
                settings.ignoreIp(),
                status.currentlyFailed(),
                status.totalFailed(),
                total == null ? 0 : total.sum(),
                present.stream().map(ban -> ban.subject().toString()).toList(),
                failing(status),
                wouldBan(status),
                countries(present, status.failuresByCountry()),
                domains(status.failuresByDomain()));
    }

    private static List<JailLine.Suspect> failing(JailStatus status) {
        return status.failing().stream()
                .limit(JailLine.MOST_FAILING)
                .map(each -> new JailLine.Suspect(
                        each.subject(),
                        each.failures(),
                        each.different(),
                        each.goodPercent(),
                        each.pattern().toString(),
                        each.evidence()))
                .toList();
    }

    private static List<JailLine.WouldBan> wouldBan(JailStatus status) {
        return status.wouldBans().stream()
                .map(each -> new JailLine.WouldBan(
                        each.subject(),
                        each.since(),
                        each.failures(),
                        each.goodMail(),
                        each.pattern().toString()))
                .toList();
    }

    private static List<JailLine.Domain> domains(Map<String, Long> failures) {
        return failures.entrySet().stream()
                .map(each -> new JailLine.Domain(each.getKey(), each.getValue()))
                .sorted(Comparator.comparingLong(JailLine.Domain::failures)
                        .reversed()
                        .thenComparing(JailLine.Domain::name))
                .limit(JailLine.MOST_TOLD)
                .toList();
    }

    private List<JailLine.Country> countries(List<Ban> present, Map<String, Integer> failures) {
        Map<String, Integer> banned = new HashMap<>();
        present.forEach(ban -> origins.of(ban.subject().first())
                .country()
                .ifPresent(country -> banned.merge(country, 1, Integer::sum)));
        return Stream.concat(banned.keySet().stream(), failures.keySet().stream())
                .distinct()
                .map(code -> new JailLine.Country(code, banned.getOrDefault(code, 0), failures.getOrDefault(code, 0)))
                .sorted(Comparator.comparingInt(JailLine.Country::bans)
                        .thenComparingInt(JailLine.Country::failures)
                        .reversed()
                        .thenComparing(JailLine.Country::code))
                .limit(JailLine.MOST_TOLD)
                .toList();
    }
}
