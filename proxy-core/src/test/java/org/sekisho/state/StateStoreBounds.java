package org.sekisho.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekisho.testing.ManualTime;

/** That every table is bounded: the part of {@link StateStoreContract} about size. */
abstract class StateStoreBounds extends StoreUnderTest {
    StateStoreBounds(ManualTime time) {
        super(time);
    }

    @Test
    void theLeastRecentlyWrittenMakesRoom() {
        putMany(LEARNED, 0, 100);
        put(LEARNED, "k000", "written again");

        put(LEARNED, "new", "a");

        assertThat(store.count(LEARNED)).isEqualTo(100);
        assertThat(value(LEARNED, "k001")).isEmpty();
        assertThat(value(LEARNED, "k000")).contains("written again");
        assertThat(value(LEARNED, "new")).contains("a");
    }

    @Test
    void aTableNeverHoldsMoreThanItsBound() {
        putMany(LEARNED, 0, 500);

        assertThat(store.count(LEARNED)).isEqualTo(100);
        assertThat(IntStream.range(0, 500).filter(i -> value(LEARNED, key(i)).isPresent()))
                .containsExactlyElementsOf(IntStream.range(400, 500).boxed().toList());
    }

    @Test
    void aLowerBoundHoldsFromTheNextNewRecordOn() {
        putMany(LEARNED, 0, 100);
        Table<String> smaller = Table.learned("learned", TEXT, 10, 0, 20);

        put(smaller, "new", "a");

        assertThat(store.count(smaller)).isEqualTo(10);
    }

    @Test
    void anOwnerBeyondItsQuotaMakesNoFurtherRecords() {
        for (int i = 0; i < 3; i++) {
            assertThat(putFor("192.0.2.0/24", "mine" + i)).isPresent();
        }

        assertThat(putFor("192.0.2.0/24", "mine3")).isEmpty();

        assertThat(value(LEARNED, "mine3")).isEmpty();
        assertThat(value(LEARNED, "mine0")).isPresent();
        assertThat(putFor("192.0.2.0/24", "mine0"))
                .as("a record that is there may change")
                .isPresent();
        assertThat(putFor("198.51.100.0/24", "theirs")).isPresent();
        assertThat(putFor("", "nobodys")).isPresent();
    }

    @Test
    void aRemovedRecordCountsNoMoreAgainstTheQuota() {
        for (int i = 0; i < 3; i++) {
            putFor("192.0.2.0/24", "mine" + i);
        }
        update(LEARNED, "mine1", now -> Optional.empty());

        assertThat(putFor("192.0.2.0/24", "mine3")).isPresent();
    }

    @Test
    void anExpiredRecordCountsNoMoreAgainstTheQuota() {
        for (int i = 0; i < 3; i++) {
            putFor("192.0.2.0/24", "mine" + i);
        }
        time.advance(HOUR);

        for (int i = 3; i < 6; i++) {
            assertThat(putFor("192.0.2.0/24", "mine" + i)).isPresent();
        }
        assertThat(putFor("192.0.2.0/24", "mine6")).isEmpty();
    }

    @Test
    void aFullOperatorsTableRefusesAndSaysWhich() {
        for (int i = 0; i < 5; i++) {
            put(OPERATOR, "k" + i, "a");
        }

        assertThatThrownBy(() -> put(OPERATOR, "k5", "a"))
                .hasCauseInstanceOf(StateException.class)
                .hasMessageContaining("The table operator is full");

        assertThat(store.count(OPERATOR)).isEqualTo(5);
        assertThat(value(OPERATOR, "k0")).contains("a");
        assertThat(put(OPERATOR, "k0", "b")).isEqualTo("b");
    }

    @Test
    void anExpiredRecordMakesRoomInAnOperatorsTable() {
        for (int i = 0; i < 5; i++) {
            put(OPERATOR, "k" + i, "a");
        }
        time.advance(HOUR);

        assertThat(put(OPERATOR, "k5", "a")).isEqualTo("a");
    }

    @ParameterizedTest
    @EnumSource
    void aValueThatIsTooLongFailsItsUpdate(Table.Keeping keeping) {
        Table<String> table = table(keeping);
        put(table, "key", "short");

        assertThatThrownBy(() -> put(table, "key", "x".repeat(21)))
                .hasCauseInstanceOf(StateException.class)
                .hasMessageContaining(table.name());

        assertThat(value(table, "key")).contains("short");
    }

    @ParameterizedTest
    @EnumSource
    void aKeyThatIsTooLongFailsItsUpdateAndIsNeverFound(Table.Keeping keeping) {
        Table<String> table = table(keeping);
        String key = "k".repeat(StateStore.LONGEST_KEY + 1);

        assertThatThrownBy(() -> put(table, key, "a")).hasCauseInstanceOf(StateException.class);
        assertThat(read(table, key)).isEmpty();
    }
}
