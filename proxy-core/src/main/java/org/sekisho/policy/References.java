package org.sekisho.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.sekisho.smtp.Reply;

/** Makes the references of decisions: eight letters and digits that cannot be taken for one another, 40 bits of chance. */
public final class References {
    private static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final int LENGTH = 8;
    private static final Pattern WORD = Pattern.compile("^\\W*ref\\W+", Pattern.CASE_INSENSITIVE);

    private final RandomGenerator random;

    /**
     * @param random unpredictable in production, since whoever can guess a reference might ask for somebody else's;
     *     thread-safe
     */
    public References(RandomGenerator random) {
        this.random = random;
    }

    public String next() {
        long bits = random.nextLong();
        StringBuilder reference = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            reference.append(ALPHABET.charAt((int) (bits >>> (i * 5)) & 31));
        }
        return reference.toString();
    }

    /** The reply with the reference at the end of its last line, where a bounce shows it. */
    public static Reply in(Reply reply, String reference) {
        List<String> lines = new ArrayList<>(reply.lines());
        int last = lines.size() - 1;
        lines.set(last, lines.get(last) + " (ref " + reference + ")");
        return new Reply(reply.code(), lines);
    }

    /** What an operator typed or copied from a reply, as it was made: capitals, no {@code (ref )}, spaces or hyphens. */
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
