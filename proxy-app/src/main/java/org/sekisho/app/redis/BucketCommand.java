package org.sekisho.app.redis;

import io.github.bucket4j.distributed.remote.CommandResult;
import io.github.bucket4j.distributed.remote.MutableBucketEntry;
import io.github.bucket4j.distributed.remote.RemoteBucketState;
import io.github.bucket4j.distributed.remote.RemoteCommand;
import io.github.bucket4j.distributed.remote.RemoteStat;
import io.github.bucket4j.distributed.serialization.SerializationHandle;
import io.github.bucket4j.distributed.versioning.Version;
import io.github.bucket4j.distributed.versioning.Versions;
import org.sekisho.rules.limits.BucketAct;
import org.sekisho.state.TokenBuckets.Taken;
import org.sekisho.state.TokenBuckets.Taking;

/** One act on a bucket, as bucket4j carries it out here on what it read, before it compares and writes. */
final class BucketCommand implements RemoteCommand<Taken> {
    /** bucket4j's own types have numbers above; this one is never sent anywhere. */
    private static final int NEVER_SENT = 0;

    private final BucketAct act;
    private final Taking taking;
    private long untilFull;

    BucketCommand(BucketAct act, Taking taking) {
        this.act = act;
        this.taking = taking;
    }

    /** Nanoseconds; 0 if the bucket is full, or is not there. */
    long untilFull() {
        return untilFull;
    }

    @Override
    public CommandResult<Taken> execute(MutableBucketEntry entry, long now) {
        if (!act.drains() && !entry.exists()) {
            return new CommandResult<>(BucketAct.ofFull(taking), NEVER_SENT);
        }
        RemoteBucketState bucket = entry.exists() ? entry.get() : full(now);
        Taken taken = act.on(bucket.getState(), taking, now);
        untilFull = Math.max(0, bucket.calculateFullRefillingTime(now));
        if (act != BucketAct.LOOK && (act != BucketAct.TAKE || taken.taken())) {
            entry.set(bucket);
        }
        return new CommandResult<>(taken, NEVER_SENT);
    }

    private RemoteBucketState full(long now) {
        return new RemoteBucketState(
                BucketAct.full(BucketAct.configuration(taking.allowance()), now), new RemoteStat(0), null);
    }

    @Override
    public SerializationHandle<RemoteCommand<?>> getSerializationHandle() {
        throw new UnsupportedOperationException("A bucket's command is carried out where it is made");
    }

    @Override
    public boolean isImmediateSyncRequired(long unsynchronizedTokens, long nanosSinceLastSync) {
        return true;
    }

    @Override
    public long estimateTokensToConsume() {
        return taking.tokens();
    }

    @Override
    public long getConsumedTokens(Taken result) {
        return result.taken() ? taking.tokens() : 0;
    }

    @Override
    public Version getRequiredVersion() {
        return Versions.getOldest();
    }
}
