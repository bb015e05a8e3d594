package org.sekisho.app.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.app.pseudonym.Names;
import org.sekisho.policy.Trail;
import org.sekisho.testing.ManualTime;

final class DecisionBookTest {
    private static final Duration KEPT = Duration.ofDays(7);
    private static final String REFERENCE = "K7Q2M9XW";

    @TempDir
    Path folder;

    private final ManualTime time = new ManualTime();

    private DecisionBook book(boolean files) {
        return files
                ? DecisionBook.open(folder, KEPT, time, Names.AS_THEY_ARE)
                : DecisionBook.inMemory(KEPT, time, Names.AS_THEY_ARE);
    }

    private static Optional<Explanation> find(DecisionBook book, String reference) {
        return book.find(reference).toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDecisionIsFoundByItsReferenceWithAllThatLedToIt(boolean files) throws IOException {
        try (DecisionBook book = book(files)) {
            book.accept(Trails.greylisted());

            assertThat(find(book, REFERENCE)).contains(Explanation.of(Trails.greylisted()));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReferenceMayBeWrittenAsPeopleWriteIt(boolean files) throws IOException {
        try (DecisionBook book = book(files)) {
            book.accept(Trails.greylisted());

            assertThat(find(book, " (k7q2-m9xw)")).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDecisionIsForgottenAfterItsTime(boolean files) throws IOException {
        try (DecisionBook book = book(files)) {
            Trail trail = Trails.greylisted();
            book.accept(trail);
            time.advance(Duration.between(time.instant(), trail.time()).plus(KEPT));

            assertThat(find(book, REFERENCE)).isEmpty();
        }
    }

    @Test
    void aDecisionIsFoundAfterARestart() throws IOException {
        try (DecisionBook book = book(true)) {
            book.accept(Trails.greylisted());
        }
        try (DecisionBook book = book(true)) {
            assertThat(find(book, REFERENCE)).contains(Explanation.of(Trails.greylisted()));
        }
    }

    @Test
    void aFloodOfDecisionsIsCutOffAndNobodyWaits() throws IOException {
        try (DecisionBook book = book(false)) {
            for (int n = 0; n < 100_000; n++) {
                book.accept(Trails.greylisted());
            }
            assertThat(find(book, REFERENCE)).isPresent();
        }
    }

    @Test
    void withoutAFolderThatCanBeMadeDecisionsAreInMemory() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        try (DecisionBook book = DecisionBook.open(file.resolve("decisions"), KEPT, time, Names.AS_THEY_ARE)) {
            book.accept(Trails.greylisted());

            assertThat(find(book, REFERENCE)).isPresent();
        }
    }

    @Test
    void aDiskThatFailsCostsTheExplanationAndNothingElse() throws IOException {
        Path decisions = folder.resolve("decisions");
        try (DecisionBook book = DecisionBook.open(decisions, KEPT, time, Names.AS_THEY_ARE)) {
            Files.delete(decisions);
            book.accept(Trails.greylisted());
            assertThat(find(book, REFERENCE)).isEmpty();

            Files.createDirectory(decisions);
            book.accept(Trails.greylisted());
            assertThat(find(book, REFERENCE)).isPresent();
        }
    }

    @Test
    void whatIsAskedForAfterTheEndIsNotThere() throws IOException {
        DecisionBook book = book(false);
        book.close();

        assertThat(List.of(find(book, REFERENCE))).containsExactly(Optional.empty());
    }
}
