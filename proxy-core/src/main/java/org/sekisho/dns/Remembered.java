package org.sekisho.dns;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Answers to questions of one kind, ready to be used, in front of the resolver's own cache: most questions of a session
 * were asked a moment ago, by that session or another one. The same question is under way only once. Thread-safe.
 *
 * @param <Q> a question
 * @param <T> what it is answered with
 */
final class Remembered<Q, T> {
    /**
     * How long an answer stays whose TTL cannot be seen: an absent name, one behind an alias. The resolver's cache has it
     * for its TTL; this is what may come on top.
     */
    static final Duration UNSEEN_TTL = Duration.ofSeconds(30);

    /** How long a failure stays: at least a second, so that a dead name server is not asked in vain by all (RFC 9520 3.2). */
    static final Duration FAILURE = Duration.ofSeconds(2);

    /** An answer and how long it may be used. */
    record Kept<T>(DnsAnswer<T> answer, Duration time) {
        <U> Kept<U> as(Function<DnsAnswer<T>, DnsAnswer<U>> reading) {
            return new Kept<>(reading.apply(answer), time);
        }
    }

    private final AsyncCache<Q, Kept<T>> answers;

    /** @param most how many answers are kept; about 300 octets each */
    Remembered(int most, Ticker ticker) {
        answers = Caffeine.newBuilder()
                .maximumSize(most)
                .ticker(ticker)
                .executor(Runnable::run)
                .expireAfter(Expiry.creating((Q question, Kept<T> kept) -> kept.time()))
                .buildAsync();
    }

    /** The answer, asked for if it is not there. Whoever waits for it does so on the thread that brings it. */
    CompletableFuture<DnsAnswer<T>> get(Q question, Supplier<CompletableFuture<Kept<T>>> asking) {
        return answers.get(question, (unused, executor) -> asking.get()).thenApply(Kept::answer);
    }
}
