package org.sekisho.app.admin;

import java.util.ArrayList;
import java.util.List;

/**
 * What another configuration has changed.
 *
 * @param version of the configuration that holds now
 * @param changed keys that hold now
 * @param undone what operators had set in jails, and is as the file says again; in words
 * @param needsRestart keys that say something else and hold only after a restart
 * @param warnings about what will hardly be meant
 */
public record Reloaded(
        String version, List<String> changed, List<String> undone, List<String> needsRestart, List<String> warnings) {
    /** For people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (!changed.isEmpty()) {
            lines.add("reloaded: " + String.join(", ", changed));
        } else if (undone.isEmpty()) {
            lines.add("nothing has changed");
        }
        lines.addAll(undone);
        needsRestart.forEach(key -> lines.add(key + " is ignored for now: it needs a restart"));
        return lines;
    }
}
