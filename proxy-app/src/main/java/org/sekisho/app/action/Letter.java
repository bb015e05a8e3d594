package org.sekisho.app.action;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sekisho.app.log.Escaped;
import org.sekisho.rules.jail.Ban;
import org.sekisho.rules.jail.BanEvent;
import org.sekisho.rules.origin.Origin;

/**
 * A mail. Those to operators about bans have fail2ban's words where it has some: filters for its mails need little change.
 *
 * @param body lines end with a line feed
 */
public record Letter(String subject, String body) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /**
     * What the registries said.
     *
     * @param text or why there is none
     */
    record Registration(String text, Optional<String> country) {}

    /**
     * About one event.
     *
     * @param origin what the files tell of it, which is asked before the registries
     * @param registration empty when the operator does not want it
     * @param evidence whether what the client did is told
     */
    static Letter about(
            BanEvent event, String hostName, Origin origin, Optional<Registration> registration, boolean evidence) {
        Ban ban = event.ban();
        StringBuilder body =
                new StringBuilder("Hi,\n\n").append(sentence(event)).append("\n");
        body.append("\nTime: ").append(TIME.format(event.time())).append('\n');
        if (!(event instanceof BanEvent.Unbanned)) {
            body.append("Until: ").append(until(ban.until())).append('\n');
            body.append("Earlier bans: ").append(ban.times()).append('\n');
        }
        origin.country()
                .or(() -> registration.flatMap(Registration::country))
                .ifPresent(country -> body.append("Country: ").append(country).append('\n'));
        origin.system()
                .ifPresent(system -> body.append("System: ")
                        .append(Escaped.text(system.toString()))
                        .append('\n'));
        if (evidence && !ban.evidence().isEmpty()) {
            body.append("\nWhat it did:\n\n").append(lines(ban.evidence()));
        }
        registration.ifPresent(known -> body.append("\nHere is more information about ")
                .append(ban.subject())
                .append(" :\n\n")
                .append(known.text().strip())
                .append('\n'));
        return signed("[Sekisho] " + ban.jail() + ": " + headline(event) + " " + hostName, body);
    }

    /** Instead of all those that would have been too many. */
    static Letter summary(Map<String, Integer> heldByJail, int perHour, String hostName) {
        int held = heldByJail.values().stream().mapToInt(Integer::intValue).sum();
        StringBuilder body = new StringBuilder("Hi,\n\nthere were more than ")
                .append(perHour)
                .append(" mails to write in an hour (actions.mail.perHour). These were not written:\n\n");
        heldByJail.forEach(
                (jail, count) -> body.append(jail).append(": ").append(count).append('\n'));
        return signed("[Sekisho] " + held + " more events from " + hostName, body);
    }

    private static Letter signed(String subject, StringBuilder body) {
        return new Letter(subject, body.append("\nRegards,\n\nSekisho\n").toString());
    }

    private static String headline(BanEvent event) {
        String subject = event.ban().subject().toString();
        if (event instanceof BanEvent.Banned) {
            return "banned " + subject + " from";
        }
        if (event instanceof BanEvent.Unbanned) {
            return "unbanned " + subject + " from";
        }
        return event instanceof BanEvent.WouldBan ? "would ban " + subject + " from" : "spared " + subject + " on";
    }

    private static String sentence(BanEvent event) {
        Ban ban = event.ban();
        String attempts = "after\n" + ban.failures() + " attempts against " + ban.jail();
        if (event instanceof BanEvent.Banned) {
            return ban.failures() == 0
                    ? "The IP " + ban.subject() + " has just been banned in " + ban.jail() + " by "
                            + Escaped.text(ban.by()) + "."
                    : "The IP " + ban.subject() + " has just been banned by Sekisho " + attempts + ".";
        }
        if (event instanceof BanEvent.Unbanned unbanned) {
            return "The IP " + ban.subject() + " is no longer banned in " + ban.jail() + ": "
                    + Escaped.text(unbanned.why()) + ".";
        }
        if (event instanceof BanEvent.Spared spared) {
            return "The IP " + ban.subject() + " would have been banned by Sekisho " + attempts + ".\nIt was spared: "
                    + Escaped.text(spared.because()) + ".";
        }
        return "The IP " + ban.subject() + " would have been banned by Sekisho " + attempts
                + ".\nThe jail only observes: nothing was done.";
    }

    private static String until(Optional<Instant> until) {
        return until.map(TIME::format).orElse("an operator ends it");
    }

    /** Addresses in it are strangers' text. */
    private static String lines(List<String> evidence) {
        return evidence.stream().map(line -> Escaped.text(line) + "\n").collect(Collectors.joining());
    }
}
