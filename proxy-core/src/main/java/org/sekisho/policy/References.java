package org.sekisho.policy;

import java.util.random.RandomGenerator;

/** Makes the references of decisions: eight letters and digits that cannot be taken for one another, 40 bits of chance. */
public final class References {
    private static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final int LENGTH = 8;

    private final RandomGenerator random;

    /**
     * @param random unpredictable in production, since whoever can guess a reference might ask for somebody else's;
     *     thread-safe
     */
    public References(RandomGenerator random) {
        this.random = random;
    }

    String next() {
        long bits = random.nextLong();
        StringBuilder reference = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            reference.append(ALPHABET.charAt((int) (bits >>> (i * 5)) & 31));
        }
        return reference.toString();
    }

    /** What an operator typed, as it was made: capitals, no spaces, hyphens or brackets. */
    public static String written(String typed) {
        StringBuilder reference = new StringBuilder(LENGTH);
        typed.chars()
                .map(Character::toUpperCase)
                .filter(c -> (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'))
                .forEach(c -> reference.append((char) c));
        return reference.toString();
    }
}
