package org.sekisho.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sekisho.testing.ManualTime;

final class MemoryStoreTest extends StateStoreContract {
    private static final int BOUND = 100_000;

    private static final Codec<Long> EIGHT_OCTETS = new Codec<>() {
        @Override
        public byte[] encode(Long value) {
            return ByteBuffer.allocate(8).putLong(value).array();
        }

        @Override
        public Long decode(byte[] octets) {
            return ByteBuffer.wrap(octets).getLong();
        }
    };

    private static final Table<Long> MANY = Table.learned("many", EIGHT_OCTETS, BOUND, 1000, 8);

    @Override
    protected StateStore open() {
        return new MemoryStore(time);
    }

    @Test
    void tenMillionKeysTakeNoMoreMemoryThanTheBoundAllows() {
        MemoryStore store = new MemoryStore(new ManualTime());
        drive(store, 0, BOUND);
        long accounted = store.octets();
        long used = usedAfterCollection();

        drive(store, BOUND, 10_000_000);

        assertThat(store.count(MANY)).isEqualTo(BOUND);
        assertThat(store.octets()).isLessThan(accounted * 105 / 100);
        assertThat(usedAfterCollection() - used).isLessThan(accounted / 10);
    }

    @Test
    void aRecordCostsNoMoreThanIsAccountedFor() {
        long before = usedAfterCollection();
        MemoryStore store = new MemoryStore(new ManualTime());
        drive(store, 0, BOUND);

        assertThat(usedAfterCollection() - before).isBetween(store.octets() * 8 / 10, store.octets() * 12 / 10);
        assertThat(store.octets()).isLessThan(BOUND * (160L + 8 + 30));
    }

    /** A dictionary attack from 1,024 networks. */
    private static void drive(MemoryStore store, int from, int to) {
        Held<Long> unknown = new Held<>(1L, Instant.parse("2027-01-05T00:00:00Z"));
        Change<Long> change = now -> Optional.of(unknown);
        for (int i = from; i < to; i++) {
            store.update(MANY, "recipient" + i + "@example.org", "10.0." + (i & 255), change, Duration.ofSeconds(1));
        }
    }

    private static long usedAfterCollection() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
