package org.sekisho.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sekisho.app.admin.JailKey;
import org.sekisho.rules.jail.JailSettings;

/**
 * What operators have set in jails by command, which holds until the jails are reloaded.
 *
 * @param now the jails as they are, or were until now
 * @param file as the configuration had them when it was read
 */
record SetByCommand(Map<String, JailSettings> now, Map<String, JailSettings> file) {

    /** What of it does not hold any more with these jails: a line for each. */
    List<String> undoneBy(Map<String, JailSettings> next) {
        return now.keySet().stream()
                .flatMap(name -> undoneBy(next, name).stream())
                .toList();
    }

    /** The same of one jail. */
    List<String> undoneBy(Map<String, JailSettings> next, String name) {
        List<String> lines = new ArrayList<>();
        if (now.containsKey(name) && file.containsKey(name) && next.containsKey(name)) {
            for (JailKey key : JailKey.values()) {
                String set = key.of(now.get(name));
                String says = key.of(next.get(name));
                if (!set.equals(key.of(file.get(name))) && !set.equals(says)) {
                    lines.add("set " + key.key() + " of " + name + " is undone: the file says "
                            + (says.isEmpty() ? "none" : says));
                }
            }
        }
        return lines;
    }
}
