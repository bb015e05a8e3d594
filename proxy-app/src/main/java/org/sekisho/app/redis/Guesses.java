package org.sekisho.app.redis;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this node saw last of records that it changed: the first comparison is made with that, and where it is still true,
 * an update takes one trip. Bounded: what was not asked for the longest time leaves.
 */
final class Guesses {
    private static final int MOST = 10_000;
    /** Octets of one record. */
    private static final int LONGEST = 512;

    private final Map<String, byte[]> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > MOST;
        }
    };

    /** Null for what is not known: probably it is not there at all. */
    synchronized byte @Nullable [] of(String record) {
        return seen.get(record);
    }

    synchronized void saw(String record, byte @Nullable [] octets) {
        if (octets == null || octets.length > LONGEST) {
            seen.remove(record);
        } else {
            seen.put(record, octets);
        }
    }
}
