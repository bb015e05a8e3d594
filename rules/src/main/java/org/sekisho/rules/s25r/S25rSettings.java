package org.sekisho.rules.s25r;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;

/**
 * How names are judged.
 *
 * @param level how much it takes to be a suspect
 * @param action what the rule itself does to suspects
 * @param ipv6 whether IPv6 clients are judged, too; the patterns were made for IPv4, and names of IPv6 addresses are rare
 * @param suspectOnDnsFailure whether a client whose name cannot be looked up for now is a suspect to the defences that ask;
 *     the rule itself refuses nobody for it
 * @param patterns the operator's own patterns of suspicious names, in RE2 syntax; they beat the shipped allow list
 * @param allowPatterns the operator's own patterns of names that are never suspects; they beat everything
 */
public record S25rSettings(
        Level level,
        Action action,
        boolean ipv6,
        boolean suspectOnDnsFailure,
        List<String> patterns,
        List<String> allowPatterns) {

    /** How much it takes to be a suspect. */
    public enum Level {
        /** No verified name, or at least seven digits in the lowest label: hardly any mail server is so named. */
        LOOSE,
        /** The rules R0 to R6 as published. */
        STANDARD,
        /** Also the published supplementary patterns and names in brackets. */
        STRICT
    }

    /** What becomes of a suspect. */
    public enum Action {
        /** Nothing by this rule; tarpit and greylist take up suspects. */
        MARK,
        /** 450 for as long as it comes from there, so that people who read logs may allow it: S25R as published. */
        DEFER
    }

    public static final S25rSettings DEFAULTS =
            new S25rSettings(Level.STANDARD, Action.MARK, false, false, List.of(), List.of());

    public S25rSettings {
        patterns = List.copyOf(patterns);
        allowPatterns = List.copyOf(allowPatterns);
        check("patterns", patterns);
        check("allowPatterns", allowPatterns);
    }

    private static void check(String key, List<String> expressions) {
        for (String expression : expressions) {
            try {
                Pattern.compile(expression);
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        key + ": '" + expression + "' is not a regular expression of RE2: " + e.getDescription(), e);
            }
        }
    }
}
