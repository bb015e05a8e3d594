package org.sekisho.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekisho.testing.Background;
import org.sekisho.testing.ManualTime;

/** What every store does. A store's own test extends this and opens it on a clock that is turned by hand. */
public abstract class StateStoreContract extends StateStoreBounds {
    protected StateStoreContract() {
        this(new ManualTime());
    }

    /** For a store that has a clock of its own. */
    protected StateStoreContract(ManualTime time) {
        super(time);
    }

    @ParameterizedTest
    @EnumSource
    void holdsWhatAnUpdateSays(Table.Keeping keeping) {
        Table<String> table = table(keeping);
        Held<String> held = new Held<>("value", time.instant().plus(HOUR).plusNanos(7));

        assertThat(update(table, "key", now -> Optional.of(held))).contains(held);
        assertThat(read(table, "key")).contains(held);
    }

    @ParameterizedTest
    @EnumSource
    void anUpdateIsToldWhatIsHeld(Table.Keeping keeping) {
        Table<String> table = table(keeping);
        assertThat(put(table, "key", "a")).isEqualTo("a");

        update(table, "key", now -> now.map(held -> new Held<>(held.value() + "b", held.expires())));

        assertThat(value(table, "key")).contains("ab");
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyResultRemoves(Table.Keeping keeping) {
        Table<String> table = table(keeping);
        put(table, "key", "a");

        assertThat(update(table, "key", now -> Optional.empty())).isEmpty();

        assertThat(read(table, "key")).isEmpty();
        assertThat(store.count(table)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aRecordEndsWithItsTimeWhetherSweptOrNot(Table.Keeping keeping) {
        Table<String> table = table(keeping);
        put(table, "key", "a");

        time.advance(HOUR.minusNanos(1));
        assertThat(value(table, "key")).contains("a");
        time.advance(Duration.ofNanos(1));

        assertThat(read(table, "key")).isEmpty();
        assertThat(store.walk(table, "", 10).toCompletableFuture().join().entries())
                .isEmpty();
        assertThat(update(table, "key", now -> now)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aRecordThatIsBornExpiredIsNotHeld(Table.Keeping keeping) {
        Table<String> table = table(keeping);
        put(table, "key", "a");

        assertThat(update(table, "key", now -> Optional.of(new Held<>("b", time.instant()))))
                .isEmpty();
        assertThat(read(table, "key")).isEmpty();
    }

    @Test
    void anOperatorsRecordMayLastForEver() {
        update(OPERATOR, "key", now -> Optional.of(new Held<>("a", Instant.MAX)));

        time.advance(Duration.ofDays(36_500));

        assertThat(read(OPERATOR, "key")).contains(new Held<>("a", Instant.MAX));
    }

    @Test
    void aLearntRecordMayNotLastForEver() {
        assertThatThrownBy(() -> update(LEARNED, "key", now -> Optional.of(new Held<>("a", Instant.MAX))))
                .hasCauseInstanceOf(StateException.class)
                .hasMessageContaining("learned must expire");
    }

    @ParameterizedTest
    @EnumSource
    void aChangeThatFailsLeavesTheRecordAsItWas(Table.Keeping keeping) {
        Table<String> table = table(keeping);
        put(table, "key", "a");

        assertThatThrownBy(() -> update(table, "key", now -> {
                    throw new IllegalStateException("a defect");
                }))
                .hasCauseInstanceOf(StateException.class)
                .hasStackTraceContaining("a defect");

        assertThat(value(table, "key")).contains("a");
        assertThat(put(table, "key", "b")).isEqualTo("b");
    }

    @ParameterizedTest
    @EnumSource
    void aRecordThatCannotBeDecodedIsAbsentAndMayBeOverwritten(Table.Keeping keeping) {
        Table<String> text = table(keeping);
        Table<Long> numbers = new Table<>(text.name(), NUMBER, 5, 0, 20, keeping);
        put(text, "key", "\1not a number");

        assertThat(read(numbers, "key")).isEmpty();
        update(
                numbers,
                "key",
                now -> Optional.of(new Held<>(now.map(Held::value).orElse(1L), later())));

        assertThat(value(numbers, "key")).contains(1L);
        assertThat(store.count(numbers)).isEqualTo(1);
    }

    /** Nobody knows what it says; a version that does must find it again. */
    @ParameterizedTest
    @EnumSource
    void aRecordOfANewerVersionIsUnknownAndLeftAlone(Table.Keeping keeping) {
        Table<String> text = table(keeping);
        Table<Long> numbers = new Table<>(text.name(), NUMBER, 5, 0, 20, keeping);
        put(text, "key", "\2newer");

        assertThatThrownBy(() -> read(numbers, "key"))
                .hasCauseInstanceOf(StateException.class)
                .hasStackTraceContaining("newer version");
        assertThatThrownBy(() -> update(numbers, "key", now -> Optional.of(new Held<>(1L, later()))))
                .hasCauseInstanceOf(StateException.class);
        assertThatThrownBy(() -> update(numbers, "key", now -> Optional.empty()))
                .hasCauseInstanceOf(StateException.class);

        assertThat(value(text, "key")).contains("\2newer");
    }

    @ParameterizedTest
    @EnumSource
    void aWalkPassesOverRecordsOfANewerVersionAndSaysSo(Table.Keeping keeping) {
        Table<String> text = table(keeping);
        Table<Long> numbers = new Table<>(text.name(), NUMBER, 5, 0, 20, keeping);
        put(text, "a", "\2newer");
        update(numbers, "b", now -> Optional.of(new Held<>(1L, later())));

        StateStore.Page<Long> page =
                store.walk(numbers, "", 10).toCompletableFuture().join();
        assertThat(page.entries()).extracting(StateStore.Entry::key).containsExactly("b");
        assertThat(page.newer()).containsExactly("a");
    }

    @Test
    void theStepsOfABatchAreCarriedOutInTheirOrder() {
        Batch batch = new Batch();
        Batch.Ticket<String> before = batch.read(LEARNED, "key");
        Batch.Ticket<String> first = batch.update(LEARNED, "key", "", now -> Optional.of(new Held<>("a", later())));
        Batch.Ticket<String> rule = batch.update(OPERATOR, "key", "", now -> Optional.of(new Held<>("o", later())));
        Batch.Ticket<String> second =
                batch.update(LEARNED, "key", "", now -> now.map(held -> new Held<>(held.value() + "b", later())));
        Batch.Ticket<String> after = batch.read(LEARNED, "key");
        Batch.Ticket<String> ruleAfter = batch.read(OPERATOR, "key");

        Answers answers = store.run(batch, LIMIT).toCompletableFuture().join();

        assertThat(answers.get(before)).isEmpty();
        assertThat(answers.get(first).orElseThrow().value()).isEqualTo("a");
        assertThat(answers.get(second).orElseThrow().value()).isEqualTo("ab");
        assertThat(answers.get(after)).isEqualTo(answers.get(second));
        assertThat(answers.get(rule)).isEqualTo(answers.get(ruleAfter));
        assertThat(answers.get(ruleAfter).orElseThrow().value()).isEqualTo("o");
    }

    @Test
    void aStepThatFailsFailsTheBatchAndTheStepsBeforeItStay() {
        Batch batch = new Batch();
        batch.update(LEARNED, "first", "", now -> Optional.of(new Held<>("a", later())));
        batch.update(LEARNED, "second", "", now -> Optional.of(new Held<>("x".repeat(21), later())));
        batch.update(LEARNED, "third", "", now -> Optional.of(new Held<>("a", later())));

        assertThatThrownBy(() -> store.run(batch, LIMIT).toCompletableFuture().join())
                .hasCauseInstanceOf(StateException.class);

        assertThat(value(LEARNED, "first")).isPresent();
        assertThat(value(LEARNED, "third")).isEmpty();
    }

    @Test
    void anEmptyBatchIsAnswered() {
        assertThat(store.run(new Batch(), LIMIT).toCompletableFuture().join()).isNotNull();
    }

    @Test
    void aBatchIsAnsweredOrFailsWithinItsLimit() {
        CompletableFuture<Optional<Held<String>>> answer =
                store.read(LEARNED, "key", Duration.ofNanos(1)).toCompletableFuture();

        try {
            assertThat(answer.join()).isEmpty();
        } catch (CompletionException late) {
            assertThat(late).hasCauseInstanceOf(StateException.class).hasMessageContaining("within");
        }
    }

    @ParameterizedTest
    @EnumSource
    void noUpdateIsLostUnderContention(Table.Keeping keeping) {
        int threads = 8;
        int each = keeping == Table.Keeping.LEARNED ? 2_000 : 20;
        Table<Long> counts = new Table<>("counts", NUMBER, 100, 0, 20, keeping);
        CompletableFuture<?>[] workers = IntStream.range(0, threads)
                .mapToObj(worker -> Background.run(() -> {
                    for (int i = 0; i < each; i++) {
                        update(
                                counts,
                                "key" + i % 3,
                                now -> Optional.of(
                                        new Held<>(now.map(Held::value).orElse(0L) + 1, later())));
                    }
                }))
                .toArray(CompletableFuture[]::new);

        CompletableFuture.allOf(workers).join();

        long sum = IntStream.range(0, 3)
                .mapToLong(i -> value(counts, "key" + i).orElseThrow())
                .sum();
        assertThat(sum).isEqualTo((long) threads * each);
    }

    @ParameterizedTest
    @EnumSource
    void aWalkTakesAllRecordsInTheOrderOfTheirKeys(Table.Keeping keeping) {
        Table<String> table = new Table<>("walked", TEXT, 100, 0, 20, keeping);
        List<String> keys =
                IntStream.range(0, 7).mapToObj(i -> key(i * 37 % 100)).toList();
        keys.forEach(key -> put(table, key, key));

        List<String> walked = new ArrayList<>();
        StateStore.Page<String> page;
        do {
            String after = walked.isEmpty() ? "" : walked.get(walked.size() - 1);
            page = store.walk(table, after, 3).toCompletableFuture().join();
            page.entries().forEach(entry -> {
                assertThat(entry.held().value()).isEqualTo(entry.key());
                walked.add(entry.key());
            });
        } while (page.more());

        assertThat(walked).containsExactlyElementsOf(keys.stream().sorted().toList());
    }

    @ParameterizedTest
    @EnumSource
    void aWalkMayBeginWhereThereIsNoRecord(Table.Keeping keeping) {
        Table<String> table = new Table<>("walked", TEXT, 100, 0, 20, keeping);
        List.of("192.0.19.1", "192.0.2.10", "192.0.2.9", "192.0.20.1").forEach(key -> put(table, key, key));

        StateStore.Page<String> page =
                store.walk(table, "192.0.2.", 2).toCompletableFuture().join();

        assertThat(page.entries()).extracting(StateStore.Entry::key).containsExactly("192.0.2.10", "192.0.2.9");
        assertThat(page.more()).isTrue();
    }

    @Test
    void tablesDoNotSeeEachOther() {
        put(LEARNED, "key", "a");

        assertThat(read(COUNTS, "key")).isEmpty();
        assertThat(store.count(COUNTS)).isZero();
    }

    @Test
    void aStoreThatWorksHasNoTrouble() {
        put(LEARNED, "key", "a");
        put(OPERATOR, "key", "a");

        assertThat(store.trouble()).isEmpty();
    }
}
