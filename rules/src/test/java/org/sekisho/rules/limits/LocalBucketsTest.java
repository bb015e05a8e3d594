package org.sekisho.rules.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekisho.state.TokenBuckets;
import org.sekisho.state.TokenBuckets.Allowance;
import org.sekisho.state.TokenBuckets.Taking;
import org.sekisho.state.TokenBucketsContract;

final class LocalBucketsTest extends TokenBucketsContract {
    private static final Allowance THIRTY_A_MINUTE = new Allowance(30, Duration.ofMinutes(1), 30);

    private final LocalBuckets buckets = new LocalBuckets(time, 1_000);

    @Override
    protected TokenBuckets buckets() {
        return buckets;
    }

    @Test
    void aMillionKeysMakeNoMoreBucketsThanTheBound() {
        for (int i = 0; i < 1_000_000; i++) {
            taken(buckets, "client " + i);
        }

        assertThat(buckets.count()).isLessThanOrEqualTo(1_000);
    }

    @Test
    void aFloodOfKeysDoesNotFillTheBucketOfWhoeverKeepsComing() {
        int got = 0;
        for (int i = 0; i < 100_000; i++) {
            got += i % 100 == 0 && taken(buckets, "attacker") ? 1 : 0;
            taken(buckets, "client " + i);
        }

        assertThat(got).isEqualTo(30);
    }

    @Test
    void aClockThatIsSetBackDoesNotKeepABucketEmpty() {
        Instant[] now = {time.instant()};
        LocalBuckets there = new LocalBuckets(() -> now[0], 1_000);
        for (int i = 0; i < 30; i++) {
            taken(there, "client");
        }

        now[0] = now[0].minus(Duration.ofHours(1));
        assertThat(taken(there, "client")).isFalse();
        now[0] = now[0].plusSeconds(2);

        assertThat(taken(there, "client")).isTrue();
    }

    private static boolean taken(TokenBuckets buckets, String key) {
        return buckets.take(List.of(new Taking(key, THIRTY_A_MINUTE, 1)), Duration.ofSeconds(1))
                .toCompletableFuture()
                .join()
                .get(0)
                .taken();
    }
}
