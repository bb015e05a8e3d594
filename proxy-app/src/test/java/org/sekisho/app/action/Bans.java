package org.sekisho.app.action;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sekisho.rules.jail.Ban;
import org.sekisho.rules.jail.BanEvent;
import org.sekisho.rules.jail.Response;
import org.sekisho.settings.Network;

/** Bans as the jails report them, at the time that {@link org.sekisho.testing.ManualTime} begins with. */
final class Bans {
    static final Instant NOW = Instant.parse("2027-01-04T12:00:00Z");

    static final Ban HARVESTER = ban("192.0.2.7", Optional.of(NOW.plus(Duration.ofHours(1))));

    private Bans() {}

    static Ban ban(String subject, Optional<Instant> until) {
        return ban(subject, "harvest", until, Response.REFUSE);
    }

    static Ban ban(String subject, String jail, Optional<Instant> until, Response response) {
        return new Ban(
                Network.parse(subject),
                jail,
                NOW,
                until,
                "sekisho",
                3,
                1,
                List.of(
                        "2027-01-04T11:59:58Z unknown user <a@example.net> to <x@example.org>",
                        "2027-01-04T11:59:59Z unknown user <a@example.net> to <\u001b[2Jy@example.org>"),
                response);
    }

    static BanEvent banned(String subject) {
        return banned(ban(subject, HARVESTER.until()));
    }

    static BanEvent banned(Ban ban) {
        return new BanEvent.Banned(ban, NOW, false);
    }

    static BanEvent restored(Ban ban) {
        return new BanEvent.Banned(ban, NOW, true);
    }

    static BanEvent unbanned(Ban ban) {
        return new BanEvent.Unbanned(ban, NOW, "operator alice");
    }
}
