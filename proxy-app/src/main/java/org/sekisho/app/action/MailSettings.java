package org.sekisho.app.action;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import java.util.Optional;
import org.sekisho.rules.jail.BanEvent;
import org.sekisho.settings.Endpoint;

/**
 * Mail to the operator.
 *
 * @param to empty for no mail
 * @param from empty for sekisho@ and the proxy's name
 * @param server takes the mail in clear text and without AUTH, so it is the operator's own
 * @param about what there is mail about
 * @param whois whether the mail has what the registry says of the address
 * @param whoisServer who is asked first, and may refer to another one
 * @param evidence whether the mail has what the client did
 * @param perHour mails in an hour; the rest becomes one summary
 * @param jails those there is mail about; empty for all
 */
public record MailSettings(
        List<String> to,
        Optional<String> from,
        Endpoint server,
        List<About> about,
        boolean whois,
        Endpoint whoisServer,
        boolean evidence,
        int perHour,
        List<String> jails) {

    /** What there may be mail about. */
    public enum About {
        BAN,
        UNBAN,
        /** A jail that only observes would have banned. */
        WOULD_BAN,
        /** Nobody was banned, because it would have hit those it is not for. */
        SPARED;

        static About of(BanEvent event) {
            if (event instanceof BanEvent.Banned) {
                return BAN;
            }
            if (event instanceof BanEvent.Unbanned) {
                return UNBAN;
            }
            return event instanceof BanEvent.WouldBan ? WOULD_BAN : SPARED;
        }
    }

    public static final MailSettings DEFAULTS = new MailSettings(
            List.of(),
            Optional.empty(),
            new Endpoint("127.0.0.1", 25),
            List.of(About.BAN, About.WOULD_BAN, About.SPARED),
            true,
            new Endpoint("whois.iana.org", 43),
            true,
            60,
            List.of());

    public MailSettings {
        to = List.copyOf(to);
        about = List.copyOf(about);
        jails = List.copyOf(jails);
        to.forEach(address -> check("to", address));
        from.ifPresent(address -> check("from", address));
        if (perHour < 1) {
            throw new IllegalArgumentException("perHour must be at least 1");
        }
    }

    private static void check(String key, String address) {
        try {
            new InternetAddress(address, true).validate();
        } catch (AddressException e) {
            throw new IllegalArgumentException(
                    key + ": '" + address + "' is not a mail address, such as root@example.org", e);
        }
    }
}
