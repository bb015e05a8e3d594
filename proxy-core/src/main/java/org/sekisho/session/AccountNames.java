package org.sekisho.session;

import java.util.Locale;

/** Makes of an account's name, as a client spells it, the one that it is known by here. Thread-safe. */
@FunctionalInterface
public interface AccountNames {
    /** Upper and lower case are one, as to most mail servers (A12). */
    AccountNames LOWER_CASE = written -> written.toLowerCase(Locale.ROOT);

    String of(String written);
}
