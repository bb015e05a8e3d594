package org.sekisho.rules.recipients;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The recipients that there are, as an operator lists them: one address on a line, or {@code @example.org} for a domain
 * that takes every recipient; {@code #} begins a comment. The list is complete for every domain in it, and says nothing
 * about others.
 */
final class ValidRecipients {
    /** No list. */
    static final ValidRecipients ANY = new ValidRecipients(Set.of(), Set.of(), Set.of(), "");

    private final Set<String> recipients;
    private final Set<String> domains;
    private final Set<String> wholeDomains;
    private final String delimiter;

    private ValidRecipients(Set<String> recipients, Set<String> domains, Set<String> wholeDomains, String delimiter) {
        this.recipients = recipients;
        this.domains = domains;
        this.wholeDomains = wholeDomains;
        this.delimiter = delimiter;
    }

    /**
     * Reads a list; what is wrong in it is told with its line.
     *
     * @param delimiter between a mailbox and its sub-address: a listed mailbox has every sub-address; empty for none
     */
    static ValidRecipients of(List<String> lines, boolean foldCase, String delimiter) {
        Set<String> recipients = new HashSet<>();
        Set<String> domains = new HashSet<>();
        Set<String> wholeDomains = new HashSet<>();
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1).strip();
            if (line.startsWith("@") && line.length() > 1) {
                wholeDomains.add(RecipientKey.domain(line.substring(1)));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                RecipientKey key = key(line, foldCase, number);
                recipients.add(key.text());
                domains.add(key.domain());
            }
        }
        domains.removeAll(wholeDomains);
        return new ValidRecipients(recipients, domains, wholeDomains, delimiter);
    }

    private static RecipientKey key(String line, boolean foldCase, int number) {
        try {
            return RecipientKey.parse(line, foldCase);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
        }
    }

    /** Whether the list knows the domain, and not this recipient. */
    boolean lacks(RecipientKey key) {
        return domains.contains(key.domain()) && !lists(key);
    }

    /** Whether the recipient is in the list. */
    boolean lists(RecipientKey key) {
        return wholeDomains.contains(key.domain())
                || recipients.contains(key.text())
                || recipients.contains(withoutSubAddress(key).text());
    }

    private RecipientKey withoutSubAddress(RecipientKey key) {
        int end = delimiter.isEmpty() ? -1 : key.localPart().indexOf(delimiter);
        return end > 0 ? new RecipientKey(key.domain(), key.localPart().substring(0, end)) : key;
    }
}
