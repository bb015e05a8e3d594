package org.sekisho.rules.trial;

import java.util.Arrays;
import java.util.List;

/**
 * Decodes whatever may be base64, or base64url, in all four ways at once: where a run of its letters really begins cannot be
 * told from the run. Line ends within a run are skipped; anything else ends it.
 */
final class Base64Readings {
    static final int PHASES = 4;
    private static final byte[] VALUES = values();

    private final List<Reading> byPhase;
    private int bits;
    private int run;

    /** @param byPhase four of them */
    Base64Readings(List<Reading> byPhase) {
        this.byPhase = byPhase;
    }

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        for (int i = 0; i < letters.length(); i++) {
            values[letters.charAt(i)] = (byte) i;
        }
        values['+'] = 62;
        values['-'] = 62;
        values['/'] = 63;
        values['_'] = 63;
        return values;
    }

    void take(byte octet, Place place) {
        int value = octet < 0 ? -1 : VALUES[octet];
        if (value >= 0) {
            bits = bits << 6 | value;
            run++;
            if (run >= PHASES) {
                Reading reading = byPhase.get(run % PHASES);
                reading.take((byte) (bits >> 16), place);
                reading.take((byte) (bits >> 8), place);
                reading.take((byte) bits, place);
            }
        } else if (octet != '\r' && octet != '\n') {
            end(place);
        }
    }

    /** The run is over: what is left of the last group are one or two octets, in those ways that have a group begun. */
    void end(Place place) {
        if (run == 0) {
            return;
        }
        for (int phase = 0; phase < PHASES; phase++) {
            int left = Math.floorMod(run - phase, PHASES);
            Reading reading = byPhase.get(phase);
            if (left >= 2 && run >= left) {
                reading.take((byte) (left == 2 ? bits >> 4 : bits >> 10), place);
            }
            if (left == 3 && run >= left) {
                reading.take((byte) (bits >> 2), place);
            }
            reading.cut();
        }
        run = 0;
    }
}
