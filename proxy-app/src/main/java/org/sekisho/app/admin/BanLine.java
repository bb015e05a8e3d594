package org.sekisho.app.admin;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sekisho.rules.jail.Ban;
import org.sekisho.rules.jail.Response;
import org.sekisho.rules.origin.Origin;
import org.sekisho.rules.origin.Origins;

/**
 * A ban, for operators.
 *
 * @param until empty for a permanent one
 * @param country of its lowest address, if a file tells
 * @param system the autonomous system of its lowest address, if a file tells
 * @param response what a session does with the client: refuse, drop, reject-rcpt or tarpit
 * @param unsaved whether this node alone knows so far, because the store could not be reached
 */
public record BanLine(
        String subject,
        String jail,
        Instant since,
        Optional<Instant> until,
        String by,
        int failures,
        int times,
        List<String> evidence,
        Optional<String> country,
        Optional<String> system,
        String response,
        boolean unsaved) {

    static BanLine of(Ban ban, Origins origins, boolean unsaved) {
        Origin origin = origins.of(ban.subject().first());
        return new BanLine(
                ban.subject().toString(),
                ban.jail(),
                ban.since(),
                ban.until(),
                ban.by(),
                ban.failures(),
                ban.times(),
                ban.evidence(),
                origin.country(),
                origin.system().map(Origin.AutonomousSystem::toString),
                word(ban.response()),
                unsaved);
    }

    private static String word(Response response) {
        return response.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Whom an operator wants to be banned.
     *
     * @param jail the jail that it counts for; its banTime holds where no time is said
     * @param seconds how long; negative for ever
     */
    public record Wish(List<String> subjects, String jail, Optional<Long> seconds) {}
}
