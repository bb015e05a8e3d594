package org.sekisho.app.config;

import java.util.ArrayList;
import java.util.List;

/** What holds, but will hardly be what the operator wants. */
public final class Warnings {
    private Warnings() {}

    /** What to tell the operator, each in one line. */
    public static List<String> about(Configuration configuration) {
        List<String> warnings = new ArrayList<>();
        OpenRelayWarning.about(configuration).ifPresent(warnings::add);
        warnings.addAll(RulesWarnings.about(configuration.rules()));
        warnings.addAll(OriginsWarnings.about(configuration));
        warnings.addAll(AccountsWarnings.about(configuration));
        warnings.addAll(StateWarnings.about(configuration.state()));
        JailsWarnings.about(configuration).ifPresent(warnings::add);
        return warnings;
    }
}
