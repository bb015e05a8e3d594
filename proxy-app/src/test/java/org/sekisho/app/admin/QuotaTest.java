package org.sekisho.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.sekisho.testing.ManualTime;

final class QuotaTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManualTime time = new ManualTime();

    @Test
    void whoHasTakenAllWaitsUntilTheSpanIsOver() {
        Quota quota = new Quota(2, SECOND, Duration.ZERO, time);
        quota.take("a");
        time.advance(Duration.ofMillis(400));

        assertThat(quota.take("a")).isEmpty();
        assertThat(quota.take("a")).contains(Duration.ofMillis(600));
        assertThat(quota.take("b")).isEmpty();
        time.advance(Duration.ofMillis(600));
        assertThat(quota.take("a")).isEmpty();
    }

    @Test
    void aPauseBeginsWithTheLast() {
        Quota quota = new Quota(2, MINUTE, MINUTE, time);
        quota.take("a");
        time.advance(Duration.ofSeconds(50));
        quota.take("a");
        time.advance(Duration.ofSeconds(50));

        assertThat(quota.take("a")).contains(Duration.ofSeconds(10));
    }

    @Test
    void remembersThoseWhoCameLast() {
        Quota quota = new Quota(1, MINUTE, MINUTE, time);
        for (int n = 0; n <= Quota.MOST_REMEMBERED; n++) {
            quota.take("192.0.2." + n);
        }

        assertThat(quota.take("192.0.2." + Quota.MOST_REMEMBERED)).isPresent();
        assertThat(quota.take("192.0.2.0")).as("forgotten").isEmpty();
    }

    @Test
    void aClockThatIsSetBackLocksNobodyOut() {
        Quota quota = new Quota(1, MINUTE, MINUTE, time);
        quota.take("a");
        time.advance(Duration.ofDays(-1));

        assertThat(quota.take("a")).isEmpty();
    }
}
