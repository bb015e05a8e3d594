package org.sekisho.app.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of an import.
 *
 * @param taken records that are now as the file has them
 * @param skipped how many were not taken, by the reason
 * @param wrong lines that could not be used; the first {@value #MOST_SHOWN}
 * @param wrongLines how many those were
 * @param complete whether the file ends as an export does
 */
public record Imported(
        long taken, Map<String, Long> skipped, List<WrongLine> wrong, long wrongLines, boolean complete) {
    static final int MOST_SHOWN = 100;

    /**
     * A line that could not be used.
     *
     * @param line its number, from 1 on
     */
    public record WrongLine(long line, String why) {}

    /** Counts while it goes on. */
    static final class Count {
        private final Map<String, Long> skipped = new TreeMap<>();
        private final List<WrongLine> wrong = new ArrayList<>();
        private long taken;
        private long wrongLines;

        void taken() {
            taken++;
        }

        /** A file may name as many tables as it has lines. */
        void skipped(String reason) {
            boolean more = skipped.size() >= MOST_SHOWN && !skipped.containsKey(reason);
            skipped.merge(more ? "other reasons" : reason, 1L, Long::sum);
        }

        void wrong(long line, String why) {
            wrongLines++;
            if (wrong.size() < MOST_SHOWN) {
                wrong.add(new WrongLine(line, why));
            }
        }

        long entries() {
            return taken
                    + wrongLines
                    + skipped.values().stream().mapToLong(Long::longValue).sum();
        }

        Imported done(boolean complete) {
            return new Imported(taken, Map.copyOf(skipped), List.copyOf(wrong), wrongLines, complete);
        }
    }
}
