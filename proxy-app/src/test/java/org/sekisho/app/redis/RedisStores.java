package org.sekisho.app.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.sekisho.state.Codec;

/** Stores on servers of a test, each with a part of Redis for itself. */
final class RedisStores {
    static final Codec<String> TEXT = new Codec<>() {
        @Override
        public byte[] encode(String value) {
            return value.getBytes(UTF_8);
        }

        @Override
        public String decode(byte[] octets) {
            return new String(octets, UTF_8);
        }
    };

    private static final AtomicInteger OPENED = new AtomicInteger();

    private RedisStores() {}

    /** Settings that no other store of this process has, and patience for a busy machine. */
    static RedisSettings fresh() {
        return withTimeout(Duration.ofSeconds(10));
    }

    static RedisSettings withTimeout(Duration timeout) {
        RedisSettings usual = RedisSettings.DEFAULTS;
        return new RedisSettings(
                "",
                usual.passwordFile(),
                "",
                usual.sentinelPasswordFile(),
                usual.authorities(),
                true,
                "test" + OPENED.incrementAndGet(),
                Optional.empty(),
                timeout);
    }

    static RedisLink link(String uri, RedisSettings settings) {
        try {
            return RedisLink.open(
                    RedisAddress.parse(uri), settings, InstantSource.system(), RandomGenerator.getDefault());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RedisStore store(RedisLink link, InstantSource clock) {
        return new RedisStore(link, fresh(), clock);
    }
}
