package org.sekisho.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sekisho.state.TokenBuckets.Allowance;
import org.sekisho.state.TokenBuckets.Taken;
import org.sekisho.state.TokenBuckets.Taking;
import org.sekisho.testing.Background;
import org.sekisho.testing.ManualTime;

/** What all token buckets do. The test of a kind of buckets extends this and opens them on a clock that is turned by hand. */
public abstract class TokenBucketsContract {
    /** One token in ten seconds, on average. */
    private static final Allowance SIX_A_MINUTE = new Allowance(6, Duration.ofMinutes(1), 10);

    private static final Duration LIMIT = Duration.ofSeconds(5);

    protected final ManualTime time = new ManualTime();

    /** The buckets under test, all full. The same at each call in one test. */
    protected abstract TokenBuckets buckets();

    @Test
    void aBucketIsFullWhenItIsFirstAskedFor() {
        assertThat(take("a", 10)).isEqualTo(new Taken(true, 0, Duration.ZERO));
    }

    @Test
    void takesNothingWhereThereIsNotEnough() {
        take("a", 8);

        assertThat(take("a", 3)).isEqualTo(new Taken(false, 2, Duration.ofSeconds(10)));
        assertThat(take("a", 2).taken()).isTrue();
    }

    @Test
    void refillsEvenly() {
        take("a", 10);

        time.advance(Duration.ofSeconds(9));
        assertThat(take("a", 1).taken()).isFalse();
        time.advance(Duration.ofSeconds(1));
        assertThat(take("a", 1).taken()).isTrue();
    }

    @Test
    void neverHoldsMoreThanTheBurst() {
        take("a", 10);

        time.advance(Duration.ofDays(1));

        assertThat(look("a", 1).left()).isEqualTo(10);
    }

    @Test
    void eachKeyHasABucketOfItsOwn() {
        take("a", 10);

        assertThat(take("b", 10).taken()).isTrue();
    }

    @Test
    void answersInTheOrderOfTheQuestionsEachOnItsOwn() {
        take("a", 10);

        List<Taken> taken = buckets()
                .take(List.of(taking("a", 1), taking("b", 4)), LIMIT)
                .toCompletableFuture()
                .join();

        assertThat(taken).extracting(Taken::taken).containsExactly(false, true);
        assertThat(look("b", 1).left()).isEqualTo(6);
    }

    @Test
    void lookingTakesNothing() {
        assertThat(look("a", 10)).isEqualTo(new Taken(true, 10, Duration.ZERO));
        assertThat(look("a", 10).taken()).isTrue();
        assertThat(buckets().count()).isZero();
    }

    @Test
    void whatIsGivenBackCanBeTakenAgainAndNeverExceedsTheBurst() {
        take("a", 4);

        buckets().giveBack(List.of(taking("a", 3)));
        assertThat(look("a", 1).left()).isEqualTo(9);
        buckets().giveBack(List.of(taking("a", 3)));

        assertThat(look("a", 1).left()).isEqualTo(10);
    }

    @Test
    void aChargeBeyondWhatThereIsIsOwed() {
        buckets().charge(List.of(taking("a", 15)));

        assertThat(look("a", 1)).isEqualTo(new Taken(false, -5, Duration.ofMinutes(1)));
    }

    @Test
    void noBucketOwesMoreThanItsBurst() {
        buckets().charge(List.of(taking("a", 1_000_000)));

        assertThat(look("a", 1).left()).isEqualTo(-10);
    }

    @Test
    void aBucketThatIsFullAgainIsForgotten() {
        take("a", 6);
        assertThat(buckets().count()).isOne();

        time.advance(Duration.ofMinutes(1));

        assertThat(buckets().count()).isZero();
    }

    @Test
    void manyAtOnceGetNoMoreThanThereIs() {
        AtomicInteger taken = new AtomicInteger();

        List<CompletableFuture<Void>> takers = IntStream.range(0, 4)
                .mapToObj(unused -> Background.run(() -> takeTwenty(taken)))
                .toList();
        takers.forEach(CompletableFuture::join);

        assertThat(taken).hasValue(10);
    }

    private void takeTwenty(AtomicInteger taken) {
        for (int i = 0; i < 20; i++) {
            if (take("a", 1).taken()) {
                taken.incrementAndGet();
            }
        }
    }

    private Taken take(String key, long tokens) {
        return buckets()
                .take(List.of(taking(key, tokens)), LIMIT)
                .toCompletableFuture()
                .join()
                .get(0);
    }

    private Taken look(String key, long tokens) {
        return buckets()
                .look(List.of(taking(key, tokens)), LIMIT)
                .toCompletableFuture()
                .join()
                .get(0);
    }

    private static Taking taking(String key, long tokens) {
        return new Taking(key, SIX_A_MINUTE, tokens);
    }
}
