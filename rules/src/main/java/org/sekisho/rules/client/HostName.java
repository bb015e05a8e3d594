package org.sekisho.rules.client;

import java.util.regex.Pattern;

/** What may be the name of a host. */
public final class HostName {
    private static final int LONGEST = 253;
    /** Underscores are wrong, and common. No label begins or ends with a hyphen, or has more than 63 characters. */
    private static final Pattern LABELS =
            Pattern.compile("(?!-)[a-z0-9_-]{1,63}(?<!-)(\\.(?!-)[a-z0-9_-]{1,63}(?<!-))*", Pattern.CASE_INSENSITIVE);

    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");

    private HostName() {}

    /** Whether Postfix, too, would take it for a host's name; one of digits only is an address that went astray. */
    public static boolean valid(String name) {
        return name.length() <= LONGEST
                && LABELS.matcher(name).matches()
                && !NUMBERS.matcher(name).matches();
    }
}
