package org.sekisho.app.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sekisho.rules.Placement;

/**
 * The section {@code rules.set}: how each rule works, wherever it stands. {@link PlacementsNotation} reads and writes it,
 * since each rule has keys of its own.
 *
 * @param byName one for each rule that there is
 */
public record Placements(Map<String, Placement<?, ?>> byName) {
    public Placements {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }
}
