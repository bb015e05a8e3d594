package org.sekisho.rules.incident;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** How far an incident has come. */
public enum State {
    /** Nothing is done; whatever else happens is written down. */
    WATCH,
    /** It waits for an operator, who defends or dismisses. */
    OPEN,
    /** The account is restricted, for a time. */
    DEFENDED,
    /** It was a false alarm, or nothing came of it. */
    DISMISSED,
    /** The restriction, or the danger, is over. */
    RELEASED;

    /** Whether something is still to be done or to be watched. */
    public boolean standing() {
        return this == WATCH || this == OPEN || this == DEFENDED;
    }

    /** What is closed first, and one that is restricted last. */
    static final Comparator<State> INTEREST =
            Comparator.comparingInt(List.of(DISMISSED, RELEASED, WATCH, OPEN, DEFENDED)::indexOf);

    /** The name for operators. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
