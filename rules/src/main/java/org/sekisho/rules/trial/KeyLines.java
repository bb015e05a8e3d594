package org.sekisho.rules.trial;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Credentials as a block of lines, each with a key, such as {@code Host: ...}, {@code User: ...}, {@code Password: ...}, in
 * any order and close to each other.
 */
final class KeyLines {
    /** How many lines the block may have, others between them included. */
    private static final int BLOCK = 12;

    /** What a key stands for. */
    enum Key {
        HOST,
        USER,
        PASSWORD
    }

    private final Map<Key, List<byte[]>> words;
    private final Map<Key, Integer> last = new EnumMap<>(Key.class);
    private int number;

    /** @param words the words for each key, in lower case */
    KeyLines(Map<Key, List<byte[]>> words) {
        this.words = new EnumMap<>(words);
    }

    /** What the line is about, if it is a key with a value. */
    Optional<Key> keyOf(byte[] line, int length) {
        int from = 0;
        while (from < length && !Octets.letter(line[from])) {
            from++;
        }
        int to = from;
        while (to < length && line[to] != ':' && line[to] != '=') {
            to++;
        }
        if (to + 1 >= length) {
            return Optional.empty();
        }
        while (to > from && line[to - 1] == ' ') {
            to--;
        }
        byte[] key = Arrays.copyOfRange(line, from, to);
        return words.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(word -> Octets.same(key, key.length, word)))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Takes the next line; says whether it completes a block. */
    boolean complete(Optional<Key> key) {
        number++;
        if (key.isEmpty()) {
            return false;
        }
        last.put(key.get(), number);
        return last.size() == Key.values().length && last.values().stream().allMatch(line -> number - line < BLOCK);
    }
}
