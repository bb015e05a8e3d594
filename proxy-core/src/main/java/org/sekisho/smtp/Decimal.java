package org.sekisho.smtp;

/** Decimal numbers of a stranger: digits only, no sign, no overflow. */
final class Decimal {
    private Decimal() {}

    /** The number of the digits between the two positions; -1 if there is none or it exceeds a long. */
    static long parse(String text, int from, int to) {
        long number = from < to ? 0 : -1;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    static long parse(String text) {
        return parse(text, 0, text.length());
    }
}
