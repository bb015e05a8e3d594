package org.sekisho.policy;

import java.util.Locale;

/** How far a rule may go. */
public enum Mode {
    /** It is not asked. */
    OFF,
    /** It is asked, and what it would have done is recorded. */
    OBSERVE,
    /** It acts. */
    ENFORCE;

    /** The name in the configuration. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
