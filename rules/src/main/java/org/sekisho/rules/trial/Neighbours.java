package org.sekisho.rules.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * Looks for the session's login and the submission host as words of their own that stand close to each other, in any order.
 * In an address such as {@code x@mail.example.jp} the host is no word of its own, and what programs write into the header
 * does not count: every signature has an address, and many a Message-ID a host.
 */
final class Neighbours {
    /** How far apart they may be, in octets. */
    private static final int NEAR = 400;

    private static final int LONGEST_WORD = 255;
    private static final int NEVER = -NEAR - 1;
    /** Not 25, which stands for too much else. */
    private static final List<byte[]> PORTS = words(List.of("465", "587", "2525"));

    /** What words are made of: letters, digits, what is not ASCII, and what addresses need. */
    private static final boolean[] WORD = new boolean[256];

    static {
        for (int octet = 0; octet < WORD.length; octet++) {
            WORD[octet] = octet >= 128 || Octets.letterOrDigit((byte) octet) || "@._-\\".indexOf(octet) >= 0;
        }
    }

    private final List<byte[]> logins;
    private final List<byte[]> hosts;
    private final Signs signs;
    /** Whether a plus is part of a word: it stands for a space in URL encoding. */
    private final boolean plus;

    /** How long the words are that are looked for: most are none of them. */
    private final BitSet lengths = new BitSet();

    private final byte[] word = new byte[LONGEST_WORD];

    private int length;
    private Place place = Place.HEADER;
    private int at;
    private int loginAt = NEVER;
    private int hostAt = NEVER;
    private int portAt = NEVER;

    /**
     * @param logins in lower case: the same one, as it may be written
     * @param hosts in lower case
     */
    Neighbours(List<byte[]> logins, List<byte[]> hosts, Signs signs) {
        this.logins = logins;
        this.hosts = hosts;
        this.signs = signs;
        logins.forEach(login -> lengths.set(login.length));
        hosts.forEach(host -> lengths.set(host.length));
        PORTS.forEach(port -> lengths.set(port.length));
        plus = logins.stream().anyMatch(login -> new String(login, UTF_8).indexOf('+') >= 0);
    }

    static List<byte[]> words(List<String> words) {
        return words.stream()
                .map(word -> word.toLowerCase(Locale.ROOT).getBytes(UTF_8))
                .toList();
    }

    void take(byte octet, Place where) {
        at++;
        if (WORD[octet & 0xFF] || (octet == '+' && plus)) {
            place = where;
            if (length < LONGEST_WORD) {
                word[length] = octet;
            }
            length++;
        } else {
            endWord();
        }
    }

    void endWord() {
        if (length > 0) {
            compare();
            length = 0;
        }
    }

    private void compare() {
        int end = Math.min(length, LONGEST_WORD);
        while (end > 0 && (word[end - 1] == '.' || word[end - 1] == '-')) {
            end--;
        }
        if (length <= LONGEST_WORD && end > 0 && lengths.get(end) && place.written()) {
            compare(end);
        }
    }

    private void compare(int end) {
        if (logins.stream().anyMatch(login -> Octets.same(word, end, login))) {
            loginAt = at;
        } else if (hosts.stream().anyMatch(host -> Octets.same(word, end, host))) {
            hostAt = at;
        } else if (PORTS.stream().anyMatch(port -> Octets.same(word, end, port))) {
            portAt = at;
        } else {
            return;
        }
        if (Math.abs(loginAt - hostAt) <= NEAR && loginAt >= 0 && hostAt >= 0) {
            boolean withPort = portAt >= 0 && at - Math.min(portAt, Math.min(loginAt, hostAt)) <= NEAR;
            signs.loginFound(withPort);
        }
    }

    void wipe() {
        Arrays.fill(word, (byte) 0);
    }
}
