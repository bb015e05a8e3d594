package org.sekisho.app.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.DeadStore;
import org.sekisho.testing.ManualTime;

final class DecisionBookTest {
    private static final Duration KEPT = Duration.ofDays(7);

    private final ManualTime time = new ManualTime();
    private final DecisionBook book = new DecisionBook(new MemoryStore(time), KEPT);

    @Test
    void aDecisionIsFoundByItsReferenceWithAllThatLedToIt() {
        book.accept(Trails.greylisted());

        assertThat(book.find("K7Q2M9XW").toCompletableFuture().join()).contains(Explanation.of(Trails.greylisted()));
    }

    @Test
    void aReferenceMayBeWrittenAsPeopleWriteIt() {
        book.accept(Trails.greylisted());

        assertThat(book.find(" (ref k7q2-m9xw)".replace("ref", ""))
                        .toCompletableFuture()
                        .join())
                .isPresent();
    }

    @Test
    void aDecisionIsForgottenAfterItsTime() {
        book.accept(Trails.greylisted());
        time.advance(KEPT);

        assertThat(book.find("K7Q2M9XW").toCompletableFuture().join()).isEmpty();
    }

    @Test
    void aStoreThatFailsCostsTheExplanationAndNothingElse() {
        new DecisionBook(new DeadStore(), KEPT).accept(Trails.greylisted());
    }
}
