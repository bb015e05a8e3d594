package org.sekisho;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is cited by a rule's id, in comments, transcripts and documents, stands in docs/protocol-rules.md. */
final class RuleIdsTest {
    private static final Path RULES = SourceTree.ROOT.resolve("docs/protocol-rules.md");

    /** A capital letter and a number, or the number of a bug that others had. */
    private static final String ID = "[A-Z][0-9]{1,2}|bug [0-9]{1,2}";

    private static final Pattern CITATION = Pattern.compile("\\b(?:" + ID + ")\\b");
    private static final Pattern ROW = Pattern.compile("^\\| (" + ID + ") \\|");
    private static final Pattern JAVA_COMMENT = Pattern.compile("^\\s*/?\\*.*|(?:^|\\s)// .*");

    @Test
    void everyIdThatIsCitedHasARow() throws IOException {
        List<String> rules = rules();
        List<String> dangling = new ArrayList<>();
        for (Path file : SourceTree.files(RuleIdsTest::cites).toList()) {
            prose(file)
                    .flatMap(RuleIdsTest::ids)
                    .filter(id -> !rules.contains(id) && !isPatternOfS25r(file, id))
                    .forEach(id -> dangling.add(SourceTree.shown(file) + ": " + id));
        }
        assertThat(dangling).isEmpty();
    }

    /** The published patterns of S25R are numbered in the same way; its package and page mean those. */
    private static boolean isPatternOfS25r(Path file, String id) {
        return SourceTree.shown(file).contains("s25r") && id.matches("R[0-6]");
    }

    @Test
    void noIdHasTwoRows() {
        assertThat(rules()).isNotEmpty().doesNotHaveDuplicates();
    }

    private static List<String> rules() {
        return SourceTree.lines(RULES).stream()
                .flatMap(line -> ROW.matcher(line).results())
                .map(row -> row.group(1))
                .toList();
    }

    private static boolean cites(Path file) {
        String name = file.toString();
        return SourceTree.isJava(file) || name.endsWith(".smtp") || name.endsWith(".md");
    }

    /** What is written for people: comments in code and in transcripts, all of a document. */
    private static Stream<String> prose(Path file) {
        Stream<String> lines = SourceTree.lines(file).stream();
        if (SourceTree.isJava(file)) {
            return lines.map(JAVA_COMMENT::matcher).filter(Matcher::find).map(Matcher::group);
        }
        return file.toString().endsWith(".smtp") ? lines.filter(line -> line.startsWith("#")) : lines;
    }

    private static Stream<String> ids(String text) {
        return CITATION.matcher(text).results().map(MatchResult::group);
    }
}
