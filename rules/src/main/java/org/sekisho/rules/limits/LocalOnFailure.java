package org.sekisho.rules.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sekisho.rules.Outage;
import org.sekisho.state.TokenBuckets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shared buckets while they answer, and this node's own while they do not: limits decide locally rather than not at all. Each
 * bucket by itself, since of a cluster one master may be away. What is charged or given back goes where the bucket answered last.
 */
final class LocalOnFailure implements TokenBuckets {
    private static final Logger LOG = LoggerFactory.getLogger(LocalOnFailure.class);

    private final TokenBuckets shared;
    private final TokenBuckets local;
    private final Outage outage;
    /** Keys for which the node's own buckets answered last; as many as it has buckets. */
    private final Cache<String, Boolean> here = Caffeine.newBuilder()
            .maximumSize(LocalBuckets.DEFAULT_MOST)
            .executor(Runnable::run)
            .build();

    LocalOnFailure(TokenBuckets shared, TokenBuckets local, InstantSource clock) {
        this.shared = shared;
        this.local = local;
        outage = new Outage(clock);
    }

    @Override
    public CompletionStage<List<Taken>> take(List<Taking> takings, Duration limit) {
        return each(takings, (buckets, taking) -> buckets.take(taking, limit));
    }

    @Override
    public CompletionStage<List<Taken>> look(List<Taking> takings, Duration limit) {
        return each(takings, (buckets, taking) -> buckets.look(taking, limit));
    }

    /** What is asked of one bucket. */
    private interface Question {
        CompletionStage<List<Taken>> to(TokenBuckets buckets, List<Taking> one);
    }

    /** All at once, and none waits for another's failure. */
    private CompletionStage<List<Taken>> each(List<Taking> takings, Question question) {
        List<CompletableFuture<List<Taken>>> answers = takings.stream()
                .map(taking -> one(taking, question).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                .thenApply(unused -> answers.stream()
                        .flatMap(answer -> answer.join().stream())
                        .toList());
    }

    private CompletionStage<List<Taken>> one(Taking taking, Question question) {
        List<Taking> one = List.of(taking);
        return question.to(shared, one)
                .handle((taken, failure) -> {
                    if (taken != null) {
                        answered(taking.key());
                        return CompletableFuture.completedStage(taken);
                    }
                    failed(taking.key(), failure);
                    return question.to(local, one);
                })
                .thenCompose(Function.identity());
    }

    private void answered(String key) {
        here.invalidate(key);
        if (outage.ends()) {
            LOG.info("Limits have been shared with the other nodes for a minute again");
        }
    }

    private void failed(String key, @Nullable Throwable failure) {
        here.put(key, true);
        if (outage.begins()) {
            LOG.warn(
                    "Limits that the store does not answer for are counted on this node alone: {}",
                    String.valueOf(failure));
        }
    }

    /** Of what nobody has asked for it is not known where it would answer: during an outage that is found out first. */
    @Override
    public void charge(List<Taking> takings) {
        CompletionStage<?> known =
                outage.lasts() ? look(takings, Counters.PATIENCE) : CompletableFuture.completedStage(takings);
        known.thenAccept(unused -> takings.forEach(taking -> where(taking).charge(List.of(taking))));
    }

    @Override
    public void giveBack(List<Taking> takings) {
        takings.forEach(taking -> where(taking).giveBack(List.of(taking)));
    }

    private TokenBuckets where(Taking taking) {
        return here.getIfPresent(taking.key()) == null ? shared : local;
    }

    @Override
    public long count() {
        return shared.count() + local.count();
    }
}
