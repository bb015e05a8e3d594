package org.sekisho.app.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.sekisho.app.config.Written.Mapping;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Where the state lies if nobody has said so: the system's directory, or for a user who may not write there the place for
 * state in the own home (XDG Base Directory Specification).
 */
final class StateHome {
    private static final String ORIGIN = "the user's home";

    private StateHome() {}

    static void apply(Map<String, String> environment, Mapping root) {
        Path usual = StateSettings.DEFAULTS.directory();
        String home = environment.getOrDefault("XDG_STATE_HOME", "");
        if (home.isBlank() && environment.containsKey("HOME")) {
            home = environment.get("HOME") + "/.local/state";
        }
        boolean said =
                root.child("state").flatMap(state -> state.child("directory")).isPresent();
        if (said || home.isBlank() || usable(usual)) {
            return;
        }
        Mapping state =
                root.entries().get("state") instanceof Mapping written ? written : Mapping.empty("state", ORIGIN);
        root.entries().put("state", state);
        state.put("directory", ORIGIN, JsonNodeFactory.instance.stringNode(home + "/sekisho"));
    }

    /** Whether it can be written to, or made. */
    private static boolean usable(Path directory) {
        Path parent = directory.getParent();
        return Files.exists(directory) ? Files.isWritable(directory) : parent != null && Files.isWritable(parent);
    }
}
