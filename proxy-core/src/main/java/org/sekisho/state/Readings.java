package org.sekisho.state;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Readings of a table that are under way, while records change here, too, and others are read: what they find may be older
 * than what is known by then. The store answers in the order in which it is asked. For one thread at a time.
 */
public final class Readings {
    /** In the order in which they began. */
    private final Set<Reading> underWay = new LinkedHashSet<>();

    /** One of them: of a record, or of the whole table. */
    public static final class Reading {
        private final Set<String> known = new HashSet<>();

        private Reading() {}
    }

    /** To be called before the store is asked. */
    public Reading begin() {
        Reading reading = new Reading();
        underWay.add(reading);
        return reading;
    }

    public void end(Reading reading) {
        underWay.remove(reading);
    }

    /** The record was changed here, of which the store may not have known when it was asked. */
    public void changed(String key) {
        underWay.forEach(reading -> reading.known.add(key));
    }

    /** What this one found under the key has been taken in; those that began before it found nothing newer. */
    public void taken(Reading last, String key) {
        for (Reading reading : underWay) {
            if (reading == last) {
                return;
            }
            reading.known.add(key);
        }
    }

    /** Whether what is known of that key may be newer than what this one finds. */
    public boolean isBehind(Reading reading, String key) {
        return reading.known.contains(key);
    }
}
