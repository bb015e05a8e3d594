package org.sekisho.rules.s25r;

import java.util.ArrayList;
import java.util.List;

/**
 * The patterns of S25R as its author published them (http://www.gabacho-net.jp/en/anti-spam/anti-spam-system.html, with its
 * last change of 2009-02-01; taken over on 2026-11-21), for the verified name of a client. About 97 of 100 bots matched R0 to R6 then, and 13 of 100 mail servers, which is why
 * the list of allowed names belongs to it.
 */
final class PublishedPatterns {
    private static final NamePattern R0 =
            NamePattern.of("R0", "^unknown$", "no name, or the name does not have the client's address");

    /** A stricter reading of R1 and R2 that some hosting companies use where 13 of 100 are too many. */
    private static final NamePattern SEVEN_DIGITS =
            NamePattern.of("digits", "^([^.0-9]*[0-9]){7}", "the lowest label holds seven digits or more");

    private static final List<NamePattern> RULES = List.of(
            R0,
            // The tail was added on 2009-02-01.
            NamePattern.of(
                    "R1",
                    "^[^.]*[0-9][^0-9.]+[0-9].*\\.",
                    "the lowest label holds two numbers with something in between"),
            NamePattern.of("R2", "^[^.]*[0-9]{5}", "the lowest label holds a number of five digits or more"),
            NamePattern.of(
                    "R3",
                    "^([^.]+\\.)?[0-9][^.]*\\.[^.]+\\..+\\.[a-z]",
                    "the lowest or second lowest label, not counting the upper three, begins with a digit"),
            NamePattern.of(
                    "R4",
                    "^[^.]*[0-9]\\.[^.]*[0-9]-[0-9]",
                    "the lowest label ends with a digit, and the next holds two numbers joined by a hyphen"),
            NamePattern.of(
                    "R5",
                    "^[^.]*[0-9]\\.[^.]*[0-9]\\.[^.]+\\..+\\.",
                    "five labels or more, and the lowest two end with a digit"),
            NamePattern.of(
                    "R6",
                    "^(dhcp|dialup|ppp|[achrsvx]?dsl)[^.]*[0-9]",
                    "the lowest label begins with a kind of access and holds a digit"));

    /** What R0 to R6 miss: hexadecimal numbers, letters for numbers, and end users' names like relays'. */
    private static final List<NamePattern> SUPPLEMENT = List.of(
            supplementary("\\.(internetdsl|adsl|sdi)\\.tpnet\\.pl$"),
            supplementary("^user.+\\.mindspring\\.com$"),
            supplementary("^[0-9a-f]{8}\\.(.+\\.)?virtua\\.com\\.br$"),
            supplementary("\\.catv\\.broadband\\.hu$"),
            supplementary("[0-9a-f]{4}\\.[a-z]+\\.pppool\\.de$"),
            supplementary("\\.dip[0-9]+\\.t-ipconnect\\.de$"),
            supplementary("\\.dip\\.t-dialin\\.net$"),
            supplementary("\\.dyn\\.optonline\\.net$"),
            supplementary("\\.(adsl|cable)\\.wanadoo\\.nl$"),
            supplementary("\\.ipt\\.aol\\.com$"),
            // From milter-manager; a client's verified name is never one, a name from a log may be.
            NamePattern.of("literal", "^\\[.+\\]$", "an address in brackets in place of a name"));

    private PublishedPatterns() {}

    private static NamePattern supplementary(String regex) {
        return NamePattern.of(regex, regex, "published supplementary pattern");
    }

    static List<NamePattern> at(S25rSettings.Level level) {
        return switch (level) {
            case LOOSE -> List.of(R0, SEVEN_DIGITS);
            case STANDARD -> RULES;
            case STRICT -> {
                List<NamePattern> all = new ArrayList<>(RULES);
                all.addAll(SUPPLEMENT);
                yield List.copyOf(all);
            }
        };
    }
}
