package org.sekisho.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.sekisho.testing.ManualTime;

final class OutageTest {
    private final ManualTime time = new ManualTime();
    private final Outage outage = new Outage(time);

    @Test
    void beginsOnceHoweverOftenSomethingFails() {
        assertThat(outage.begins()).isTrue();
        assertThat(outage.begins()).isFalse();
        assertThat(outage.lasts()).isTrue();
    }

    @Test
    void endsOnceWhenAMinuteHasPassedSinceTheLastFailure() {
        outage.begins();
        time.advance(Duration.ofSeconds(59));
        outage.begins();
        time.advance(Duration.ofSeconds(59));
        assertThat(outage.ends()).isFalse();

        time.advance(Duration.ofSeconds(1));
        assertThat(outage.ends()).isTrue();
        assertThat(outage.ends()).isFalse();
        assertThat(outage.lasts()).isFalse();
    }

    @Test
    void whatHasNotBegunDoesNotEnd() {
        time.advance(Duration.ofMinutes(2));
        assertThat(outage.ends()).isFalse();
    }
}
