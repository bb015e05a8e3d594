package org.sekisho.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sekisho.smtp.Mailbox;

/**
 * What recipients have agreed to: which rules act on mail for a domain or an address, whatever they do for others.
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
        if (modes.isEmpty()) {
            return rule.mode();
        }
        String domain = recipient.domain().toLowerCase(Locale.ROOT);
        return wish(recipient.localPart().toLowerCase(Locale.ROOT) + "@" + domain, rule)
                .or(() -> wish(domain, rule))
                .orElse(rule.mode());
    }

    /** How far a rule may go with a message: as far as the recipient who wants least of it lets it go. */
    Mode mode(Rule<?> rule, List<Mailbox> recipients) {
        if (modes.isEmpty()) {
            return rule.mode();
        }
        return recipients.stream()
                .map(recipient -> mode(rule, recipient))
                .min(Mode::compareTo)
                .orElse(rule.mode());
    }

    /** For each rule that somebody has a wish about, how far it may go with the one who lets it go farthest. */
    Map<String, Mode> farthest() {
        Map<String, Mode> farthest = new HashMap<>();
        for (Map<String, Mode> wishes : modes.values()) {
            wishes.forEach(
                    (rule, mode) -> farthest.merge(rule, mode, (one, other) -> one.compareTo(other) > 0 ? one : other));
        }
        return farthest;
    }

    private Optional<Mode> wish(String of, Rule<?> rule) {
        return Optional.ofNullable(modes.getOrDefault(of, Map.of()).get(rule.name()));
    }
}
