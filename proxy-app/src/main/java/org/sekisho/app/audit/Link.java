package org.sekisho.app.audit;

/**
 * Where the chain stands after a line.
 *
 * @param number of the line; the first is 1
 * @param hash SHA-256 of the line, in hexadecimal
 */
record Link(long number, String hash) {
    static final Link START = new Link(0, "0".repeat(64));

    @Override
    public String toString() {
        return number + " " + hash;
    }
}
