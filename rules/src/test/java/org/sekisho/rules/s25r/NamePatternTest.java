package org.sekisho.rules.s25r;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekisho.rules.s25r.S25rSettings.Level;

/** Matching takes time in proportion to the name, whatever name and pattern are made for. */
class NamePatternTest {
    /** How often each character may be read in one pass; RE2 reads it once or twice, and in a few passes. */
    private static final int READS = 8;

    private static final List<String> HOSTILE = List.of(
            "a".repeat(50_000),
            "1a".repeat(25_000),
            "1.".repeat(25_000),
            "1-".repeat(25_000) + ".",
            "a.1".repeat(16_000),
            "abcdef01.".repeat(5_000) + "!");

    static Stream<NamePattern> patterns() {
        return Stream.of(
                        PublishedPatterns.at(Level.STRICT),
                        PublishedPatterns.at(Level.LOOSE),
                        NamePattern.own(List.of("(a+)+$", "([a-z0-9]+\\.?)*!x$", "(.*)(.*)(.*)(.*)y$")))
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void readsEachCharacterABoundedNumberOfTimes(NamePattern pattern) {
        for (String name : HOSTILE) {
            CountedReads counted = new CountedReads(name);
            pattern.matches(counted);
            assertThat(counted.reads)
                    .as("%s on %s…", pattern.regex(), name.substring(0, 10))
                    .isLessThanOrEqualTo((long) READS * name.length());
        }
    }

    private static final class CountedReads implements CharSequence {
        private final CharSequence text;
        private long reads;

        CountedReads(CharSequence text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            reads++;
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            reads += end - start;
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            reads += text.length();
            return text.toString();
        }
    }
}
