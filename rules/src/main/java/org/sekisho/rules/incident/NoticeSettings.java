package org.sekisho.rules.incident;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.sekisho.settings.Endpoint;

/**
 * Mail to the owner of an account that has been restricted.
 *
 * @param enabled whether there is any
 * @param server takes the mail in clear text and without AUTH, so it is the operator's own
 * @param from empty for postmaster@ and the proxy's name
 * @param domain of accounts whose name is no address; empty if they cannot be written to, unless {@code addresses} has them
 * @param addresses a file with lines such as {@code taro: taro@example.jp}, for notices that are not to go to the account
 *     itself
 * @param operators get a copy, and a mail about what waits for them
 * @param languages of the text, one below the other
 * @param zone of the times in it, such as {@code Asia/Tokyo}; empty for the machine's
 * @param templates a folder with the operator's own texts, such as {@code ja.txt}
 * @param legalBasis a file with the clauses that the restriction rests on, added to every notice
 * @param release what the owner has to do to be released, such as a telephone number
 * @param noticeWithin a notice that has not been sent by then is overdue
 */
public record NoticeSettings(
        boolean enabled,
        Endpoint server,
        Optional<String> from,
        Optional<String> domain,
        Optional<Path> addresses,
        List<String> operators,
        List<Language> languages,
        Optional<String> zone,
        Optional<Path> templates,
        Optional<Path> legalBasis,
        Optional<String> release,
        Duration noticeWithin) {

    /** In what language a notice is. */
    public enum Language {
        JA,
        EN
    }

    public static final NoticeSettings DEFAULTS = new NoticeSettings(
            false,
            new Endpoint("127.0.0.1", 25),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(Language.JA, Language.EN),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofHours(1));

    public NoticeSettings {
        operators = List.copyOf(operators);
        languages = List.copyOf(languages);
        operators.forEach(address -> checkAddress("operators", address));
        from.ifPresent(address -> checkAddress("from", address));
        domain.ifPresent(name -> checkAddress("domain", "account@" + name));
        zone.ifPresent(NoticeSettings::checkZone);
        if (languages.isEmpty()) {
            throw new IllegalArgumentException("languages must name at least one of ja and en");
        }
        if (noticeWithin.compareTo(Duration.ofMinutes(1)) < 0 || noticeWithin.compareTo(Duration.ofDays(30)) > 0) {
            throw new IllegalArgumentException("noticeWithin must be 1m to 30d");
        }
    }

    private static void checkZone(String zone) {
        if (!ZoneId.getAvailableZoneIds().contains(zone)) {
            throw new IllegalArgumentException("zone must be one such as UTC or Asia/Tokyo; is '" + zone + "'");
        }
    }

    private static void checkAddress(String key, String address) {
        if (!address.matches("[^\\s@<>,;]+@[^\\s@<>,;]+")) {
            throw new IllegalArgumentException(key + ": '" + address + "' makes no mail address");
        }
    }
}
