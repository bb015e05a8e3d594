package org.sekisho.app.admin;

import java.util.Optional;

/**
 * What a reload has changed on one node.
 *
 * @param problem why nothing has changed there, or why that is not known
 */
public record NodeReloaded(String node, Optional<Reloaded> reloaded, Optional<String> problem) {
    static NodeReloaded failed(String node, String problem) {
        return new NodeReloaded(node, Optional.empty(), Optional.of(problem));
    }
}
