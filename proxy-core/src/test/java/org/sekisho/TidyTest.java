package org.sekisho;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every source file of every module keeps to, beyond what the formatter and the compiler check. */
final class TidyTest {
    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 60;

    // In pieces, so that this file does not hold what it looks for.
    private static final Pattern UNDONE = Pattern.compile("\\b(TO" + "DO|FIX" + "ME)\\b");
    private static final Pattern MACHINE_PATH = Pattern.compile("(?<![\\w.])/(wor" + "k|home|Users|tmp/wt)/");
    private static final Pattern SLEEPS_OR_SKIPS = Pattern.compile(
            "Thread\\.sl" + "eep|TimeUnit\\.\\w+\\.sl" + "eep|@Dis" + "abled|\\bassume(True|False|That)\\b");

    private static final Set<String> TEXT =
            Set.of("java", "md", "xml", "yaml", "yml", "properties", "smtp", "cf", "sh");

    @Test
    void javaFilesHaveAtMost400Lines() throws IOException {
        assertThat(offenders(SourceTree::isJava, file -> SourceTree.lines(file).size() > FILE_LINES))
                .isEmpty();
    }

    @Test
    void methodsHaveAtMost60Lines() throws IOException {
        assertThat(longMethods(SourceTree.files(SourceTree::isJava))).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIs() throws IOException {
        Set<String> explained = SourceTree.files(SourceTree::isJava)
                .filter(file -> file.endsWith("package-info.java"))
                .map(TidyTest::packageOf)
                .collect(Collectors.toSet());

        assertThat(offenders(SourceTree::isJava, file -> !explained.contains(packageOf(file))))
                .isEmpty();
    }

    @Test
    void nothingIsLeftUndone() throws IOException {
        assertThat(offenders(TidyTest::isText, file -> holds(file, UNDONE))).isEmpty();
    }

    @Test
    void noFileNamesAPathOfOneMachine() throws IOException {
        assertThat(offenders(TidyTest::isText, file -> holds(file, MACHINE_PATH)))
                .isEmpty();
    }

    @Test
    void noFileHoldsTabs() throws IOException {
        assertThat(offenders(
                        TidyTest::isText,
                        file -> SourceTree.lines(file).stream().anyMatch(line -> line.indexOf('\t') >= 0)))
                .isEmpty();
    }

    @Test
    void testsNeitherSleepNorSkip() throws IOException {
        assertThat(offenders(
                        file -> SourceTree.isJava(file) && file.toString().contains("/src/test/"),
                        file -> holds(file, SLEEPS_OR_SKIPS)))
                .isEmpty();
    }

    private static List<String> offenders(Predicate<Path> among, Predicate<Path> offence) throws IOException {
        return SourceTree.files(among).filter(offence).map(SourceTree::shown).toList();
    }

    private static List<String> longMethods(Stream<Path> files) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            var units = manager.getJavaFileObjectsFromPaths(files.toList());
            JavacTask task = (JavacTask) compiler.getTask(null, manager, null, List.of("-proc:none"), null, units);
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            List<String> tooLong = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                new TreeScanner<@Nullable Void, @Nullable Void>() {
                    @Override
                    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
                        if (lineCount(unit, method, positions) > METHOD_LINES) {
                            tooLong.add(SourceTree.shown(
                                            Path.of(unit.getSourceFile().toUri())) + ": " + method.getName());
                        }
                        return super.visitMethod(method, null);
                    }
                }.scan(unit, null);
            }
            return tooLong;
        }
    }

    /** Of its body: a table of test cases above it does not count. */
    private static long lineCount(CompilationUnitTree unit, MethodTree method, SourcePositions positions) {
        if (method.getBody() == null) {
            return 0;
        }
        long end = positions.getEndPosition(unit, method.getBody());
        long start = positions.getStartPosition(unit, method.getBody());
        return end < 0 // a constructor that the compiler added
                ? 0
                : unit.getLineMap().getLineNumber(end) - unit.getLineMap().getLineNumber(start) + 1;
    }

    private static boolean isText(Path file) {
        String name = file.getFileName().toString();
        return TEXT.contains(name.substring(name.lastIndexOf('.') + 1))
                || name.equals("Dockerfile")
                || SourceTree.shown(file).startsWith("bin/");
    }

    private static boolean holds(Path file, Pattern pattern) {
        return SourceTree.lines(file).stream()
                .anyMatch(line -> pattern.matcher(line).find());
    }

    /** The path below the Java source folder: org/sekisho/smtp. */
    private static String packageOf(Path file) {
        return SourceTree.shown(file).replaceFirst(".*/java/", "").replaceFirst("/[^/]+$", "");
    }
}
