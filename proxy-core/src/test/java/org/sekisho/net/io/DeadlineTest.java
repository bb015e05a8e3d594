package org.sekisho.net.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.sekisho.testing.EmbeddedLoop;
import org.sekisho.testing.ManualTime;

class DeadlineTest {
    private final EmbeddedLoop loop = new EmbeddedLoop(new ManualTime());
    private int missed;
    private final Deadline deadline = new Deadline(loop.eventLoop(), () -> missed++);

    private void pass(int seconds) {
        loop.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void isMissedOnce() {
        deadline.in(Duration.ofSeconds(10));

        pass(9);
        assertThat(missed).isZero();
        pass(1);
        assertThat(missed).isEqualTo(1);
        pass(100);
        assertThat(missed).isEqualTo(1);
        assertThat(deadline.isSet()).isFalse();
    }

    @Test
    void mayBeMovedAway() {
        deadline.in(Duration.ofSeconds(10));
        pass(9);
        deadline.in(Duration.ofSeconds(10));

        pass(9);
        assertThat(missed).isZero();
        pass(1);
        assertThat(missed).isEqualTo(1);
    }

    @Test
    void mayBeMovedNearer() {
        deadline.in(Duration.ofMinutes(10));
        deadline.in(Duration.ofSeconds(1));

        pass(1);
        assertThat(missed).isEqualTo(1);
    }

    @Test
    void isNotMissedWhenCleared() {
        deadline.in(Duration.ofSeconds(10));
        deadline.clear();

        pass(20);
        assertThat(missed).isZero();
        deadline.in(Duration.ofSeconds(1));
        pass(1);
        assertThat(missed).isEqualTo(1);
    }

    @Test
    void isNotMissedWhenCancelled() {
        deadline.in(Duration.ofSeconds(10));
        deadline.cancel();

        pass(20);
        assertThat(missed).isZero();
    }

    @Test
    void creditMovesItButNotBeyondTheMost() {
        deadline.in(Duration.ofSeconds(10));
        deadline.extend(Duration.ofSeconds(5), Duration.ofSeconds(12));

        pass(11);
        assertThat(missed).isZero();
        pass(1);
        assertThat(missed).isEqualTo(1);
    }

    @Test
    void creditSetsNone() {
        deadline.extend(Duration.ofSeconds(5), Duration.ofSeconds(12));

        pass(20);
        assertThat(missed).isZero();
    }
}
