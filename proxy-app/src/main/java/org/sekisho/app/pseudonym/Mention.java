package org.sekisho.app.pseudonym;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekisho.settings.Network;

/**
 * Somebody who is named in a text, found by the form of the name alone.
 *
 * @param name in the one form that is hashed: small letters, addresses as RFC 5952 has them
 */
public record Mention(Kind kind, String name) {
    /** Of digits in a host's name, from which on it is taken for one that tells an address. */
    private static final int NUMBERS_OF_AN_ADDRESS = 3;

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    // No repetition is inside of another one over the same characters, and none begins in the middle of a word:
    // the time that a hostile text takes grows with its length only.
    private static final Pattern ANY = Pattern.compile(
            // As the evidence of jails has it.
            "(?<=AUTH failed for )(?<account>\\S.*?)(?= [245][0-9]{2}(?![0-9])|…?$)"
                    // from=<a@b>, which may be cut off, and <a>: as Postfix begins its replies
                    + "|(?<==<)(?<path>[^<>]++)|(?<=<)(?<replied>[^<>]++)(?=>:)"
                    + "|(?<![^\\s<>()\"',;:\\[\\]])(?<mailbox>(?:\"[^\"]*+\"|[^\\s<>()\"',;:\\[\\]@][^\\s<>()\",;:\\[\\]@]*+)"
                    + "@(?:\\[[^\\]\\s]*+\\]|[\\p{L}\\p{N}_-]++(?:\\.[\\p{L}\\p{N}_-]++)*+))"
                    + "|(?<![\\w.@-])(?<host>(?:[\\w-]++\\.)+[a-zA-Z][\\w-]*+)"
                    + "|(?<![\\w.])(?<four>(?:[0-9]{1,3}\\.){3}[0-9]{1,3}(?:/[0-9]{1,2})?)(?![\\w]|\\.[0-9])"
                    + "|(?:(?<=(?i:IPv6:))|(?<![\\w:.]))"
                    + "(?<six>(?:[0-9a-fA-F]{0,4}:){2,7}(?:(?:[0-9]{1,3}\\.){3}[0-9]{1,3}|[0-9a-fA-F]{0,4})(?<=[0-9a-fA-F]|::)"
                    + "(?:/[0-9]{1,3})?)(?!\\w)");

    /** An address or a network. */
    static Optional<Mention> address(String text) {
        try {
            String written = Network.parse(text).toString();
            return Optional.of(new Mention(written.indexOf('/') < 0 ? Kind.ADDRESS : Kind.NETWORK, written));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    static Mention of(Kind kind, String name) {
        return new Mention(kind, name.toLowerCase(Locale.ROOT));
    }

    /** An account that is a mailbox is the same as that. */
    static Mention account(String name) {
        return of(name.indexOf('@') < 0 ? Kind.ACCOUNT : Kind.MAILBOX, name);
    }

    /** Everybody who is named. */
    public static List<Mention> in(String text) {
        List<Mention> found = new ArrayList<>();
        replace(text, mention -> {
            found.add(mention);
            return "";
        });
        return found;
    }

    /** The text with something else in place of everybody who is named. */
    static String replace(String text, Function<Mention, String> by) {
        Matcher matcher = ANY.matcher(text);
        StringBuilder replaced = new StringBuilder(text.length() + 16);
        int done = 0;
        while (matcher.find()) {
            replaced.append(text, done, matcher.start()).append(replacement(matcher, by));
            done = matcher.end();
        }
        return done == 0 ? text : replaced.append(text, done, text.length()).toString();
    }

    private static String replacement(Matcher found, Function<Mention, String> by) {
        String text = found.group();
        if (found.group("account") != null) {
            return by.apply(account(text));
        } else if (found.group("host") != null) {
            return tellsAnAddress(text) ? by.apply(of(Kind.HOST, text)) : text;
        } else if (found.group("four") != null || found.group("six") != null) {
            return address(text).map(by).orElseGet(() -> addressAlone(text, by));
        }
        return by.apply(of(Kind.MAILBOX, text));
    }

    /** 192.0.2.7/24 is no network: the address is replaced, and what follows stays. */
    private static String addressAlone(String text, Function<Mention, String> by) {
        int slash = text.indexOf('/');
        return slash < 0
                ? text
                : address(text.substring(0, slash))
                        .map(found -> by.apply(found) + text.substring(slash))
                        .orElse(text);
    }

    private static boolean tellsAnAddress(String host) {
        return NUMBER.matcher(host).results().limit(NUMBERS_OF_AN_ADDRESS).count() == NUMBERS_OF_AN_ADDRESS
                && !host.endsWith(".jar");
    }
}
