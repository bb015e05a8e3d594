package org.sekisho.rules.limits;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.MathType;
import java.time.Duration;
import org.sekisho.state.TokenBuckets.Allowance;
import org.sekisho.state.TokenBuckets.Taken;
import org.sekisho.state.TokenBuckets.Taking;

/** What can be done with a bucket, wherever it is kept. */
public enum BucketAct {
    TAKE,
    LOOK,
    CHARGE,
    GIVE_BACK;

    /** Whether a full bucket would not be full afterwards; the others need none to be made. */
    public boolean drains() {
        return this == TAKE || this == CHARGE;
    }

    /** Does it; the answer is what a caller is told. */
    public Taken on(BucketState state, Taking taking, long now) {
        state.refillAllBandwidth(now);
        long left = state.getAvailableTokens();
        boolean enough = left >= taking.tokens();
        switch (this) {
            case LOOK -> {}
            case TAKE -> {
                if (enough) {
                    state.consume(taking.tokens());
                    return new Taken(true, left - taking.tokens(), Duration.ZERO);
                }
            }
            case CHARGE ->
                state.consume(
                        Math.min(taking.tokens(), left + taking.allowance().burst()));
            case GIVE_BACK -> state.addTokens(taking.tokens());
        }
        return new Taken(enough, left, enough ? Duration.ZERO : until(state, taking, now));
    }

    private static Duration until(BucketState state, Taking taking, long now) {
        return Duration.ofNanos(state.calculateDelayNanosAfterWillBePossibleToConsume(taking.tokens(), now, true));
    }

    /** What a caller is told of a bucket that nobody has made. */
    public static Taken ofFull(Taking taking) {
        long burst = taking.allowance().burst();
        return new Taken(burst >= taking.tokens(), burst, Duration.ZERO);
    }

    /** What a bucket of that allowance is made with. */
    public static BucketConfiguration configuration(Allowance allowance) {
        return BucketConfiguration.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(allowance.burst())
                        .refillGreedy(allowance.tokens(), allowance.period())
                        .build())
                .build();
    }

    /** A new bucket. */
    public static BucketState full(BucketConfiguration configuration, long now) {
        return BucketState.createInitialState(configuration, MathType.INTEGER_64_BITS, now);
    }
}
