package org.sekisho.rules.jail;

import java.util.Locale;

/** How failures become a number. */
public enum Counting {
    /** Those within findTime, exactly. */
    WINDOW,
    /**
     * As fail2ban does it, to be compared with it: the rate since the first failure, taken for findTime; with the increment
     * on, a failure of somebody who was banned before weighs more.
     */
    FAIL2BAN;

    /** The name in the configuration. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
