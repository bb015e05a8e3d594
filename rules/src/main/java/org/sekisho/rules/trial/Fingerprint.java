package org.sekisho.rules.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether two messages were made by the same template: of what differs from one account to the other nothing goes in.
 * Those are the lines with credentials, of which only the kind counts, and words with digits, dots or {@code @}.
 */
final class Fingerprint {
    private static final int SHORTEST_WORD = 3;
    /** Fewer words and lines say nothing. */
    private static final int FEWEST_PARTS = 3;

    private final List<byte[]> logins;
    private final MessageDigest digest;
    private int parts;

    /** @param logins in lower case, which do not count either */
    Fingerprint(List<byte[]> logins) {
        this.logins = logins;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    /** A line of that kind. */
    void add(String kind) {
        parts++;
        digest.update(kind.getBytes(UTF_8));
        digest.update((byte) 0);
    }

    void addWords(byte[] line, int length) {
        int from = 0;
        for (int i = 0; i <= length; i++) {
            if (i == length || (line[i] >= 0 && line[i] <= ' ')) {
                addWord(line, from, i);
                from = i + 1;
            }
        }
    }

    private void addWord(byte[] line, int from, int to) {
        if (to - from < SHORTEST_WORD || varies(line, from, to)) {
            return;
        }
        parts++;
        for (int i = from; i < to; i++) {
            digest.update(Octets.lower(line[i]));
        }
        digest.update((byte) 0);
    }

    private boolean varies(byte[] line, int from, int to) {
        for (int i = from; i < to; i++) {
            byte octet = line[i];
            if (Octets.digit(octet) || octet == '@' || (octet == '.' && i < to - 1)) {
                return true;
            }
        }
        return logins.stream().anyMatch(login -> isWord(login, line, from, to));
    }

    private static boolean isWord(byte[] login, byte[] line, int from, int to) {
        boolean same = to - from == login.length;
        for (int i = from; same && i < to; i++) {
            same = Octets.lower(line[i]) == login[i - from];
        }
        return same;
    }

    /** Empty if there is too little to compare. */
    Optional<byte[]> made() {
        return parts < FEWEST_PARTS ? Optional.empty() : Optional.of(digest.digest());
    }
}
