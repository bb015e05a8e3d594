package org.sekisho.app.feed;

import java.time.Duration;
import java.util.Optional;
import org.sekisho.rules.jail.Ban;
import org.sekisho.rules.jail.BanEvent;
import org.sekisho.rules.jail.BanEvent.Banned;
import org.sekisho.rules.jail.BanEvent.Spared;
import org.sekisho.rules.jail.BanEvent.Unbanned;
import org.sekisho.rules.jail.BanEvent.WouldBan;

/** What happens to bans in the words of fail2ban's log, so that what reads that can read this. */
public final class BanText {
    private BanText() {}

    /** One line, such as {@code [unknown-users] Ban 192.0.2.7 (3 failures, for 3600 s)}. */
    public static String of(BanEvent event) {
        Ban ban = event.ban();
        return "[" + ban.jail() + "] " + what(event, ban);
    }

    private static String what(BanEvent event, Ban ban) {
        if (event instanceof Banned banned) {
            return banned.restored()
                    ? "Restore Ban " + ban.subject()
                    : "Ban " + ban.subject() + " (" + because(ban) + ", " + time(ban) + ")";
        }
        if (event instanceof Unbanned unbanned) {
            return "Unban " + ban.subject() + " (" + unbanned.why() + ")";
        }
        return event instanceof Spared spared
                ? "Not banned: " + ban.subject() + " (" + spared.because() + ")"
                : "Would ban " + ban.subject() + " (" + because(ban) + ", " + time(ban) + ")";
    }

    static FeedEvent event(BanEvent event) {
        Ban ban = event.ban();
        return new FeedEvent(
                event.time(),
                kind(event),
                Optional.of(ban.jail()),
                Optional.of(ban.subject().toString()),
                Optional.empty(),
                of(event));
    }

    private static String kind(BanEvent event) {
        if (event instanceof Banned) {
            return "ban";
        }
        if (event instanceof Unbanned) {
            return "unban";
        }
        return event instanceof WouldBan ? "would-ban" : "spared";
    }

    private static String because(Ban ban) {
        return ban.failures() == 0 ? "by " + ban.by() : ban.failures() + " failures";
    }

    private static String time(Ban ban) {
        return ban.until()
                .map(until -> "for " + Duration.between(ban.since(), until).toSeconds() + " s")
                .orElse("for ever");
    }
}
