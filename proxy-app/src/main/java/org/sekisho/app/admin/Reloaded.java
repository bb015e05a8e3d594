package org.sekisho.app.admin;

import java.util.ArrayList;
import java.util.List;

/**
 * What another configuration has changed.
 *
 * @param version of the configuration that holds now
 * @param changed keys that hold now
 * @param needsRestart keys that say something else and hold only after a restart
 * @param warnings about what will hardly be meant
 */
public record Reloaded(String version, List<String> changed, List<String> needsRestart, List<String> warnings) {
    /** For people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(changed.isEmpty() ? "nothing has changed" : "reloaded: " + String.join(", ", changed));
        needsRestart.forEach(key -> lines.add(key + " is ignored for now: it needs a restart"));
        return lines;
    }
}
