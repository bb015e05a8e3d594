package org.sekisho.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.sekisho.smtp.Reply;

/**
 * Makes the references of decisions: eight letters and digits that cannot be taken for one another, 40 bits of chance. Where
 * several nodes share their state, two more before a hyphen say which of them decided: {@code 8Z-K7Q2M9XW}.
 */
public final class References {
    private static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final int LENGTH = 8;
    private static final int NODE_LENGTH = 2;
    private static final int BITS = 5;
    private static final int VALUES = 1 << BITS;
    private static final Pattern WORD = Pattern.compile("^\\W*ref\\W+", Pattern.CASE_INSENSITIVE);

    private final RandomGenerator random;
    private final String before;

    /** Those of a proxy that is alone. */
    public References(RandomGenerator random) {
        this(random, "");
    }

    /**
     * @param random unpredictable in production, since whoever can guess a reference might ask for somebody else's;
     *     thread-safe
     * @param node the {@link #nodeId} of who decides; empty where there is no other
     */
    public References(RandomGenerator random, String node) {
        this.random = random;
        before = node.isEmpty() ? "" : node + "-";
    }

    public String next() {
        return before + letters(random.nextLong(), LENGTH);
    }

    private static String letters(long bits, int length) {
        StringBuilder letters = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            letters.append(ALPHABET.charAt((int) (bits >>> (i * BITS)) & (VALUES - 1)));
        }
        return letters.toString();
    }

    /**
     * What stands for a node in references. It does not tell the world its name. Names that differ in one character have
     * different ones; others may have the same.
     */
    public static String nodeId(String name) {
        return letters(name.hashCode(), NODE_LENGTH);
    }

    /** Which node made the reference, if it says so. */
    public static Optional<String> node(String typed) {
        String written = written(typed);
        return written.length() == NODE_LENGTH + LENGTH
                ? Optional.of(written.substring(0, NODE_LENGTH))
                : Optional.empty();
    }

    /** The reply with the reference at the end of its last line, where a bounce shows it. */
    public static Reply in(Reply reply, String reference) {
        List<String> lines = new ArrayList<>(reply.lines());
        int last = lines.size() - 1;
        lines.set(last, lines.get(last) + " (ref " + reference + ")");
        return new Reply(reply.code(), lines);
    }

    /** What an operator typed or copied from a reply, in one form: capitals, no {@code (ref )}, spaces or hyphens. */
    public static String written(String typed) {
        StringBuilder reference = new StringBuilder(LENGTH);
        WORD.matcher(typed)
                .replaceFirst("")
                .chars()
                .map(Character::toUpperCase)
                .filter(c -> (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'))
                .forEach(c -> reference.append((char) c));
        return reference.toString();
    }
}
