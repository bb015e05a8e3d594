package org.sekisho.app;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.sekisho.app.config.StateSettings;
import org.sekisho.app.redis.RedisAddress;
import org.sekisho.app.redis.RedisBuckets;
import org.sekisho.app.redis.RedisCalls;
import org.sekisho.app.redis.RedisLink;
import org.sekisho.app.redis.RedisNews;
import org.sekisho.app.redis.RedisStore;
import org.sekisho.app.state.EmbeddedStore;
import org.sekisho.rules.limits.LocalBuckets;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.StateException;
import org.sekisho.state.StateStore;
import org.sekisho.state.TokenBuckets;

/**
 * What the rules have learnt, wherever that is kept.
 *
 * @param news from other proxies that write to it, too
 * @param calls between them
 * @param last closes it, after all else
 */
record Memory(
        StateStore state, TokenBuckets buckets, Optional<RedisNews> news, Optional<RedisCalls> calls, Runnable last)
        implements AutoCloseable {
    static Memory open(StateSettings settings, InstantSource clock, RandomGenerator random) throws IOException {
        return switch (settings.store()) {
            case MEMORY -> ofThisNode(new MemoryStore(clock), clock);
            case EMBEDDED -> ofThisNode(embedded(settings, clock), clock);
            case REDIS -> {
                RedisLink link = RedisLink.open(RedisAddress.parse(settings.uri()), settings.redis(), clock, random);
                yield new Memory(
                        new RedisStore(link, settings.redis(), clock),
                        new RedisBuckets(link, settings.redis(), clock),
                        Optional.of(new RedisNews(link, settings.redis(), random)),
                        Optional.of(new RedisCalls(link, settings.redis(), random)),
                        link::close);
            }
        };
    }

    /** With buckets that only this process knows. */
    static Memory ofThisNode(StateStore state, InstantSource clock) {
        LocalBuckets buckets = new LocalBuckets(clock, LocalBuckets.DEFAULT_MOST);
        return new Memory(state, buckets, Optional.empty(), Optional.empty(), state::close);
    }

    private static StateStore embedded(StateSettings settings, InstantSource clock) throws IOException {
        try {
            return EmbeddedStore.open(settings.directory(), clock);
        } catch (StateException inUse) {
            throw new IOException("state.directory: " + inUse.getMessage(), inUse);
        }
    }

    @Override
    public void close() {
        last.run();
    }
}
