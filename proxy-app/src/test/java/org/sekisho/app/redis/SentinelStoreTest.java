package org.sekisho.app.redis;

import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.sekisho.state.StateStore;
import org.sekisho.state.StateStoreContract;
import org.sekisho.testing.ManualTime;

/** The contract, on the master that Sentinel names. */
final class SentinelStoreTest extends StateStoreContract {
    private static RedisSentinels sentinels;
    private static RedisLink link;

    /** Before the time of Redis, which ends nothing that has not ended by its own clock. */
    SentinelStoreTest() {
        super(new ManualTime(Instant.EPOCH.plusSeconds(1_000_000_000)));
    }

    @BeforeAll
    static void start() {
        sentinels = RedisSentinels.start();
        link = RedisStores.link(sentinels.uri(), RedisStores.fresh());
    }

    @AfterAll
    static void stop() {
        link.close();
        sentinels.close();
    }

    @Override
    protected StateStore open() {
        return RedisStores.store(link, time);
    }
}
