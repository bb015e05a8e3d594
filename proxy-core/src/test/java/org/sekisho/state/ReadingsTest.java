package org.sekisho.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.sekisho.state.Readings.Reading;

/** What a node may take in of what it has asked for. */
final class ReadingsTest {
    private final Readings readings = new Readings();

    @Test
    void whatChangedHereSinceIsNewer() {
        Reading reading = readings.begin();
        readings.changed("a");

        assertThat(readings.isBehind(reading, "a")).isTrue();
        assertThat(readings.isBehind(reading, "b")).isFalse();
        assertThat(readings.isBehind(readings.begin(), "a")).isFalse();
    }

    @Test
    void whatALaterOneFoundIsNewer() {
        Reading earlier = readings.begin();
        Reading later = readings.begin();
        readings.taken(later, "a");

        assertThat(readings.isBehind(earlier, "a")).isTrue();
        assertThat(readings.isBehind(later, "a")).isFalse();
    }

    @Test
    void whatAnEarlierOneFoundIsNotNewer() {
        Reading earlier = readings.begin();
        Reading later = readings.begin();
        readings.taken(earlier, "a");
        readings.end(earlier);

        assertThat(readings.isBehind(later, "a")).isFalse();
    }

    @Test
    void readsAgainUntilWhatItFindsIsTakenIn() {
        Queue<Boolean> taken = new ArrayDeque<>(List.of(false, false, true));

        assertThat(readings.readUntilTaken("a", reading -> CompletableFuture.completedStage(taken.remove())))
                .isCompleted();
    }

    @Test
    void givesUpWhereThatDoesNotEnd() {
        assertThat(readings.readUntilTaken("a", reading -> CompletableFuture.completedStage(false)))
                .isCompletedExceptionally();
    }

    @Test
    void passesOverWhatANewerVersionWrote() {
        StateException newer = new StateException("newer", new NewerRecordException("version 2"));

        assertThat(readings.readUntilTaken("a", reading -> CompletableFuture.failedStage(newer)))
                .isCompleted();
        assertThat(readings.readUntilTaken("a", reading -> CompletableFuture.failedStage(new StateException("away"))))
                .isCompletedExceptionally();
    }
}
