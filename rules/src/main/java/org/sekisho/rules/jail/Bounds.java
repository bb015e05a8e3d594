package org.sekisho.rules.jail;

/** Limits of what may be set. */
final class Bounds {
    private Bounds() {}

    static void check(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + " must be between " + least + " and " + most + "; is " + value);
        }
    }
}
