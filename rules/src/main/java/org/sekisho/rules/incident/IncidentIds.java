package org.sekisho.rules.incident;

import java.util.random.RandomGenerator;

/** Makes ids that can be said on the telephone, in most languages: {@code kami-ruteso}, one of 1.6 thousand million. */
final class IncidentIds {
    private static final String CONSONANTS = "bdghkmnprstwyz";
    private static final String VOWELS = "aeiou";
    private static final int SYLLABLES = 5;

    private final RandomGenerator random;

    IncidentIds(RandomGenerator random) {
        this.random = random;
    }

    String next() {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < SYLLABLES; i++) {
            if (i == 2) {
                id.append('-');
            }
            id.append(CONSONANTS.charAt(random.nextInt(CONSONANTS.length())));
            id.append(VOWELS.charAt(random.nextInt(VOWELS.length())));
        }
        return id.toString();
    }
}
