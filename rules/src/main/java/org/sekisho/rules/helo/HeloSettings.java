package org.sekisho.rules.helo;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;

/**
 * The settings of the rule {@code helo}. The last two tests are off because real mail servers and many programs fail
 * them (bug 63).
 *
 * @param own names and addresses that are ours besides the host name and the addresses listened on: names of other MX
 *     hosts, domains that nobody outside may greet with, the public address behind NAT
 * @param published whether the names that the program ships are refused
 * @param names more names to refuse, in any letter case
 * @param patterns regular expressions (RE2 syntax, any letter case) of which one in the name is enough
 * @param notQualified whether names without a dot are refused; address literals pass
 * @param bareAddress whether addresses without brackets are refused
 */
public record HeloSettings(
        List<String> own,
        boolean published,
        List<String> names,
        List<String> patterns,
        boolean notQualified,
        boolean bareAddress) {
    public static final HeloSettings DEFAULTS = new HeloSettings(List.of(), true, List.of(), List.of(), false, false);

    public HeloSettings {
        own = List.copyOf(own);
        names = List.copyOf(names);
        patterns = List.copyOf(patterns);
        patterns.forEach(HeloSettings::compile);
    }

    static Pattern compile(String pattern) {
        try {
            return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "patterns: '" + pattern + "' is not a regular expression as RE2 has them: " + e.getMessage(), e);
        }
    }
}
