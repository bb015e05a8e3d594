package org.sekisho.app.origin;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The files that tell where addresses are; each ends in {@code .mmdb} or {@code .csv}, and none is needed.
 *
 * @param countries of the country of each address
 * @param systems of the autonomous system of each address
 * @param cities of the place of each address
 */
public record OriginSettings(Optional<Path> countries, Optional<Path> systems, Optional<Path> cities) {
    public static final OriginSettings DEFAULTS =
            new OriginSettings(Optional.empty(), Optional.empty(), Optional.empty());
}
