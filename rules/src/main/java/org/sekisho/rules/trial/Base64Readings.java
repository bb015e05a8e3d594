package org.sekisho.rules.trial;

import java.util.Arrays;
import java.util.List;

/**
 * Decodes whatever may be base64, or base64url, in all four ways at once: where a run of its letters really begins cannot be
 * told from the run. Line ends within a run are skipped; anything else ends it. Runs as short as words are none.
 */
final class Base64Readings {
    static final int PHASES = 4;
    private static final byte[] VALUES = values();

    /** Letters that any eight octets need, wherever they begin in a group. */
    private static final int SHORTEST = 11;

    private final List<Reading> byPhase;
    private final byte[] beginning = new byte[SHORTEST];
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
        if (value >= 0 && run < SHORTEST) {
            beginning[run++] = (byte) value;
            if (run == SHORTEST) {
                begin(place);
            }
        } else if (value >= 0) {
            run++;
            decode(value, run, place);
        } else if (octet != '\r' && octet != '\n') {
            end(place);
        }
    }

    private void begin(Place place) {
        for (int i = 0; i < SHORTEST; i++) {
            decode(beginning[i], i + 1, place);
        }
    }

    /** The letter with that number, counted from 1, completes a group in one of the ways. */
    private void decode(int value, int number, Place place) {
        bits = bits << 6 | value;
        if (number >= PHASES) {
            Reading reading = byPhase.get(number % PHASES);
            reading.take((byte) (bits >> 16), place);
            reading.take((byte) (bits >> 8), place);
            reading.take((byte) bits, place);
        }
    }

    /** The run is over: what is left of the last group are one or two octets, in those ways that have a group begun. */
    void end(Place place) {
        if (run >= SHORTEST) {
            flush(place);
        }
        run = 0;
    }

    private void flush(Place place) {
        for (int phase = 0; phase < PHASES; phase++) {
            int left = Math.floorMod(run - phase, PHASES);
            Reading reading = byPhase.get(phase);
            if (left >= 2) {
                reading.take((byte) (left == 2 ? bits >> 4 : bits >> 10), place);
            }
            if (left == 3) {
                reading.take((byte) (bits >> 2), place);
            }
            reading.cut();
        }
    }

    void wipe() {
        Arrays.fill(beginning, (byte) 0);
        bits = 0;
    }
}
