package org.sekisho.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sekisho.smtp.Mailbox;

/**
 * What recipients have agreed to: which rules act on mail for a domain or an address, whatever they do for others (L4).
 * An address's wish beats its domain's.
 *
 * @param modes by domain or address in lower case, the mode by the rule's name
 */
public record Wishes(Map<String, Map<String, Mode>> modes) {
    public static final Wishes NONE = new Wishes(Map.of());

    public Wishes {
        modes = Map.copyOf(modes);
    }

    /** How far a rule may go with mail to this recipient. */
    Mode mode(Rule<?> rule, Mailbox recipient) {
        String domain = recipient.domain().toLowerCase(Locale.ROOT);
        return wish(recipient.localPart().toLowerCase(Locale.ROOT) + "@" + domain, rule)
                .or(() -> wish(domain, rule))
                .orElse(rule.mode());
    }

    /** How far a rule may go with a message: as far as the recipient who wants least of it lets it go. */
    Mode mode(Rule<?> rule, List<Mailbox> recipients) {
        return recipients.stream()
                .map(recipient -> mode(rule, recipient))
                .min(Mode::compareTo)
                .orElse(rule.mode());
    }

    /** How far a rule may go with any recipient: whether it has to be asked before the recipient is known. */
    Mode farthest(Rule<?> rule) {
        return modes.values().stream()
                .flatMap(wishes -> Optional.ofNullable(wishes.get(rule.name())).stream())
                .max(Mode::compareTo)
                .filter(wish -> wish.compareTo(rule.mode()) > 0)
                .orElse(rule.mode());
    }

    /** Whether recipients differ about a rule, so that nothing may be done before the recipient is known. */
    boolean differ(Rule<?> rule) {
        return modes.values().stream().anyMatch(wishes -> wishes.containsKey(rule.name()));
    }

    private Optional<Mode> wish(String of, Rule<?> rule) {
        return Optional.ofNullable(modes.getOrDefault(of, Map.of()).get(rule.name()));
    }
}
