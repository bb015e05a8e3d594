package org.sekisho.rules.trial;

/**
 * Reads quoted-printable ({@code =40}, and a line that ends with {@code =} goes on) and URL encoding ({@code %40}) alike;
 * whatever is neither stays as it is.
 */
final class Unescaper {
    private final Reading target;
    private byte mark;
    private byte digit;
    private int held;

    Unescaper(Reading target) {
        this.target = target;
    }

    void take(byte octet, Place place) {
        if (held == 0) {
            if (octet == '=' || octet == '%') {
                mark = octet;
                held = 1;
            } else {
                target.take(octet, place);
            }
        } else if (held == 1 && (Octets.hex(octet) >= 0 || (mark == '=' && octet == '\r'))) {
            digit = octet;
            held = 2;
        } else if (held == 2 && digit == '\r' && octet == '\n') {
            held = 0;
        } else if (held == 2 && Octets.hex(digit) >= 0 && Octets.hex(octet) >= 0) {
            held = 0;
            target.take((byte) (Octets.hex(digit) << 4 | Octets.hex(octet)), place);
        } else {
            giveBack(place);
            take(octet, place);
        }
    }

    /** What looked like the beginning of an escape is none. */
    private void giveBack(Place place) {
        int count = held;
        held = 0;
        target.take(mark, place);
        if (count == 2) {
            target.take(digit, place);
        }
    }

    void end(Place place) {
        giveBackIfAny(place);
        target.cut();
    }

    void wipe() {
        mark = 0;
        digit = 0;
    }

    private void giveBackIfAny(Place place) {
        if (held > 0) {
            giveBack(place);
        }
    }
}
