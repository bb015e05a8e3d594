package org.sekisho.app.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sekisho.policy.Mode;
import org.sekisho.rules.jail.Bans;

/** Jails that ban although nobody looks at the bans. */
final class JailsWarnings {
    private JailsWarnings() {}

    static Optional<String> about(Configuration configuration) {
        boolean looked = configuration.rules().order().values().stream().anyMatch(JailsWarnings::hasBans);
        String enforcing = configuration.jails().entrySet().stream()
                .filter(jail -> jail.getValue().mode() == Mode.ENFORCE)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        return looked || enforcing.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "jails: " + enforcing + " would ban, but the rule " + Bans.TYPE.name()
                                + " stands nowhere, so that nobody is kept out; choose another rules.profile or name it in rules.order");
    }

    private static boolean hasBans(List<String> names) {
        return names.contains(Bans.TYPE.name());
    }
}
