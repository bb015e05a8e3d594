package org.sekisho.rules.trial;

import java.util.Arrays;
import java.util.List;

/**
 * A text that is looked for in streams, octet by octet and in linear time (Knuth, Morris and Pratt). What has been matched
 * of it is one number, so that any cut of the stream is the same.
 */
final class Needle {
    private static final int SHORTEST = 8;

    private final byte[] text;
    /** How much is still matched when the octet behind so many does not match. */
    private final int[] fallback;

    /** @param text is not copied, as it may be secret; an empty one is never found */
    Needle(byte[] text) {
        this.text = text;
        fallback = new int[text.length + 1];
        int matched = 0;
        for (int i = 1; i < text.length; i++) {
            while (matched > 0 && text[i] != text[matched]) {
                matched = fallback[matched];
            }
            if (text[i] == text[matched]) {
                matched++;
            }
            fallback[i + 1] = matched;
        }
    }

    /** How much is matched after the octet, if so much was before it. */
    int next(int matched, byte octet) {
        int now = matched == text.length ? fallback[matched] : matched;
        while (now > 0 && octet != text[now]) {
            now = fallback[now];
        }
        return text.length > 0 && octet == text[now] ? now + 1 : 0;
    }

    boolean found(int matched) {
        return matched == text.length && matched > 0;
    }

    /**
     * Whether hardly anybody writes the text by chance: it has eight octets or more, among them letters and others, and is no
     * part of those words, which every message may have in its header.
     */
    boolean telling(List<byte[]> usual) {
        boolean letters = false;
        boolean others = false;
        for (byte octet : text) {
            letters |= Octets.letter(octet);
            others |= !Octets.letter(octet);
        }
        return text.length >= SHORTEST && letters && others && usual.stream().noneMatch(this::partOf);
    }

    private boolean partOf(byte[] word) {
        for (int from = 0; from + text.length <= word.length; from++) {
            int same = 0;
            while (same < text.length && Octets.lower(text[same]) == Octets.lower(word[from + same])) {
                same++;
            }
            if (same == text.length) {
                return true;
            }
        }
        return false;
    }

    /** Overwrites what was made of the text. */
    void wipe() {
        Arrays.fill(fallback, 0);
    }
}
