package org.sekisho.rules.allow;

import java.util.List;

/**
 * The entries that stand in the configuration.
 *
 * @param entries networks, verified names and senders from either, as {@link Subject} reads them
 */
public record AllowSettings(List<String> entries) {
    public static final AllowSettings DEFAULTS = new AllowSettings(List.of());

    public AllowSettings {
        entries = List.copyOf(entries);
        for (String entry : entries) {
            try {
                Subject.parse(entry);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("entries: " + e.getMessage(), e);
            }
        }
    }
}
