package org.sekisho.app.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.rules.jail.Aggregates;

/** Jails that are to add up what systems or countries do, without a file that tells where clients are. */
final class OriginsWarnings {
    private OriginsWarnings() {}

    static List<String> about(Configuration configuration) {
        List<String> warnings = new ArrayList<>();
        configuration.jails().forEach((name, jail) -> {
            Aggregates aggregates = jail.aggregates();
            lacks("systems", aggregates.systems(), configuration.origins().systems(), name)
                    .ifPresent(warnings::add);
            lacks("countries", aggregates.countries(), configuration.origins().countries(), name)
                    .ifPresent(warnings::add);
        });
        return warnings;
    }

    private static Optional<String> lacks(String key, int threshold, Optional<?> file, String jail) {
        return threshold > 0 && file.isEmpty()
                ? Optional.of("jails." + jail + ".aggregates." + key + " counts nobody; name a file in origins." + key)
                : Optional.empty();
    }
}
