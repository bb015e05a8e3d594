package org.sekisho.app.admin;

import java.util.List;

/**
 * Whom a pseudonym means.
 *
 * @param names hardly ever more than one; none if nobody who was tried is called so under a key that is still there
 * @param tried how many names were tried
 */
public record Revealed(String pseudonym, List<String> names, int tried) {

    /**
     * What somebody wants to know.
     *
     * @param why for the audit
     * @param candidates names that may be meant: addresses, networks, accounts, mailboxes
     */
    public record Wish(String pseudonym, String why, List<String> candidates) {
        private static final int LONGEST_WHY = 500;

        public Wish {
            if (why.isBlank() || why.length() > LONGEST_WHY || why.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(
                        "say why in one line of at most " + LONGEST_WHY + " characters: it stands in the audit");
            }
            candidates = List.copyOf(candidates);
        }
    }
}
