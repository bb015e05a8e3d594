package org.sekisho.app.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.rules.allow.AllowList;
import org.sekisho.rules.jail.Ban;
import org.sekisho.rules.jail.BanList;
import org.sekisho.rules.jail.GoodMail;
import org.sekisho.rules.jail.Response;
import org.sekisho.settings.Network;
import org.sekisho.state.Answers;
import org.sekisho.state.Batch;
import org.sekisho.state.Codec;
import org.sekisho.state.Held;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.sekisho.state.UnreachableStoreException;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.StoreInFront;

final class StateTransferTest {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final ManualTime time = new ManualTime();
    private final StateStore from = new MemoryStore(time);
    private final StateStore to = new MemoryStore(time);
    private final Table<Long> learned = Table.learned("counts", numbers(1), 10_000, 0, 20);
    private final Table<Long> said = Table.operator("orders", numbers(1), 10, 20);

    /** Of a proxy that writes this version, and reads all up to it. */
    private static Codec<Long> numbers(int version) {
        return new Codec<>() {
            @Override
            public byte[] encode(Long value) {
                return new RecordWriter(version).number(value).octets();
            }

            @Override
            public Long decode(byte[] octets) {
                RecordReader in = new RecordReader(octets, version);
                long number = in.number();
                in.end();
                return number;
            }
        };
    }

    @Test
    void allRecordsArriveAsTheyWere() throws IOException {
        for (long i = 0; i < 1_234; i++) {
            put(from, learned, "key" + i, i, hours(i + 1));
        }
        put(from, said, "for ever ☂", 7, Instant.MAX);

        Imported imported = take(export(), false);

        assertThat(imported.taken()).isEqualTo(1_235);
        assertThat(imported.skipped()).isEmpty();
        assertThat(imported.complete()).isTrue();
        assertThat(held(learned, "key1233")).contains(new Held<>(1_233L, hours(1_234)));
        assertThat(held(said, "for ever ☂")).contains(new Held<>(7L, Instant.MAX));
    }

    @Test
    void whatWasWrittenLaterStays() throws IOException {
        put(from, learned, "key", 1, hours(5));
        put(to, learned, "key", 2, hours(6));

        Imported imported = take(export(), false);

        assertThat(imported.taken()).isZero();
        assertThat(imported.skipped()).containsEntry("what is there was written later", 1L);
        assertThat(held(learned, "key").map(Held::value)).contains(2L);
    }

    @Test
    void whatWasWrittenLaterIsReplacedIfThatIsAsked() throws IOException {
        put(from, learned, "key", 1, hours(5));
        put(to, learned, "key", 2, hours(6));

        assertThat(take(export(), true).taken()).isEqualTo(1);
        assertThat(held(learned, "key")).contains(new Held<>(1L, hours(5)));
    }

    @Test
    void whatWasWrittenEarlierIsReplaced() throws IOException {
        put(from, learned, "key", 1, hours(7));
        put(to, learned, "key", 2, hours(6));

        assertThat(take(export(), false).taken()).isEqualTo(1);
        assertThat(held(learned, "key").map(Held::value)).contains(1L);
    }

    @Test
    void aSecondImportChangesNothing() throws IOException {
        put(from, learned, "key", 1, hours(7));
        String exported = export();
        take(exported, false);

        Imported again = take(exported, false);

        assertThat(again.taken()).isZero();
        assertThat(again.skipped()).containsEntry("the same is there already", 1L);
    }

    @Test
    void whatANewerVersionHasWrittenIsNeverReplaced() throws IOException {
        put(from, learned, "key", 1, hours(9));
        put(to, Table.learned("counts", numbers(2), 10_000, 0, 20), "key", 2, hours(1));

        Imported imported = take(export(), true);

        assertThat(imported.skipped())
                .containsEntry("what is there was written by a newer version of this program", 1L);
    }

    @Test
    void aBadLineIsNamedAndSpoilsNoOther() throws IOException {
        put(from, learned, "a", 1, hours(1));
        put(from, learned, "b", 2, hours(1));
        List<String> lines = export().lines().toList();

        Imported imported = take(
                String.join(
                        "\n",
                        lines.get(0),
                        lines.get(1),
                        "{\"table\":\"counts\",\"key\":\"x\",\"value\":\"AA==\",\"expires\":\"" + hours(2) + "\"}",
                        "{\"table\":\"counts\",\"key\":\"y\",\"value\":\"AQI=\"}",
                        "rubbish",
                        lines.get(2),
                        "{\"end\":5}"),
                false);

        assertThat(imported.taken()).isEqualTo(2);
        assertThat(imported.wrong()).extracting(Imported.WrongLine::line).containsExactly(3L, 4L, 5L);
        assertThat(imported.wrong().get(0).why()).isEqualTo("its value is none of the table counts");
        assertThat(imported.wrong().get(1).why()).isEqualTo("A record of the table counts must expire");
        assertThat(held(learned, "b").map(Held::value)).contains(2L);
    }

    /** As it would be after an edit that went wrong. */
    @ParameterizedTest
    @CsvSource({
        "bans, 192.0.2.8 manual, its key is none that this value may have in the table bans",
        "bans, 192.0.2.7, its key is none that this value may have in the table bans",
        "allow, 192.0.2.7 manual, its value is none of the table allow",
        "good-mail, 192.0.2.7 manual, its value is none of the table good-mail"
    })
    void aRecordUnderAWrongKeyOrInAWrongTableIsNotTaken(String table, String key, String why) throws IOException {
        Instant now = time.instant();
        Ban ban = new Ban(
                Network.parse("192.0.2.7"),
                "manual",
                now,
                Optional.of(hours(1)),
                "ann",
                1,
                0,
                List.of(),
                Response.REFUSE);
        new BanList(from, time).add(ban).toCompletableFuture().join();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new StateExport(from, time).write(List.of(BanList.TABLE), out);
        String wrong = out.toString(StandardCharsets.UTF_8)
                .replace("\"bans\"", '"' + table + '"')
                .replace("192.0.2.7 manual", key);

        Imported imported = new StateImport(to, time, List.of(BanList.TABLE, AllowList.TABLE, GoodMail.TABLE), true)
                .read(new BufferedReader(new StringReader(wrong)));

        assertThat(imported.wrong()).containsExactly(new Imported.WrongLine(2, why));
        assertThat(imported.taken()).isZero();
    }

    /** Half a second each time. */
    @Test
    void aStoreThatIsAwayForAMomentIsWaitedFor() throws IOException {
        for (long i = 0; i < 100; i++) {
            put(from, learned, "key" + i, i, hours(i + 1));
        }
        AtomicInteger away = new AtomicInteger(2);
        StateStore busy = new StoreInFront(to) {
            @Override
            public CompletionStage<Answers> run(Batch batch, Duration limit) {
                return away.getAndDecrement() > 0
                        ? CompletableFuture.failedFuture(new UnreachableStoreException("The store is away"))
                        : super.run(batch, limit);
            }
        };

        Imported imported = new StateImport(busy, time, List.of(said, learned), false)
                .read(new BufferedReader(new StringReader(export())));

        assertThat(imported.taken()).isEqualTo(100);
        assertThat(imported.wrongLines()).isZero();
    }

    @Test
    void aFileThatIsCutOffIsToldOf() throws IOException {
        put(from, learned, "a", 1, hours(1));

        Imported imported = take(export().lines().limit(2).reduce("", (all, line) -> all + line + "\n"), false);

        assertThat(imported.taken()).isEqualTo(1);
        assertThat(imported.complete()).isFalse();
    }

    @Test
    void aFileWithLinesMissingInTheMiddleIsToldOf() throws IOException {
        put(from, learned, "a", 1, hours(1));
        List<String> lines = export().lines().toList();

        Imported imported = take(lines.get(0) + "\n" + lines.get(2), false);

        assertThat(imported.wrong()).containsExactly(new Imported.WrongLine(2, "it tells of 1 records, and 0 came"));
    }

    @Test
    void whatHasExpiredOrBelongsToNobodyHereIsLeftOut() throws IOException {
        put(from, learned, "a", 1, hours(1));
        put(from, Table.learned("elsewhere", numbers(1), 10, 0, 20), "b", 1, hours(9));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new StateExport(from, time).write(List.of(learned, Table.learned("elsewhere", numbers(1), 10, 0, 20)), out);
        time.advance(Duration.ofHours(2));

        Imported imported = take(out.toString(StandardCharsets.UTF_8), false);

        assertThat(imported.skipped())
                .containsEntry("expired", 1L)
                .containsEntry("no table elsewhere is in use here", 1L);
    }

    @Test
    void aFullTableOfOperatorsRefusesWithItsLine() throws IOException {
        for (int i = 0; i < 10; i++) {
            put(to, said, "mine" + i, i, Instant.MAX);
        }
        put(from, said, "yours", 1, Instant.MAX);

        Imported imported = take(export(), false);

        assertThat(imported.wrong()).singleElement().satisfies(wrong -> {
            assertThat(wrong.line()).isEqualTo(2);
            assertThat(wrong.why()).contains("orders is full");
        });
    }

    @Test
    void anotherFileIsRefused() {
        assertThatThrownBy(() -> take("# /etc/passwd\n", false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("it is no line of an exported state");
        assertThatThrownBy(() -> take("{\"sekishoState\":2,\"exported\":\"2026-01-01T00:00:00Z\"}\n", false))
                .hasMessage("it has version 2 of the format, and this program reads version 1");
    }

    @Test
    void countsRecordsAndOctets() {
        for (long i = 0; i < 100; i++) {
            put(from, learned, "%03d".formatted(i), i % 10, hours(1));
        }

        assertThat(new StateExport(from, time).count(List.of(learned, said)))
                .containsExactly(
                        new TableLine("counts", 100, 10_000, 500, 0, true, Optional.empty(), Optional.empty()),
                        new TableLine("orders", 0, 10, 0, 0, false, Optional.empty(), Optional.empty()));
    }

    private Instant hours(long count) {
        return time.instant().plus(Duration.ofHours(count));
    }

    private static void put(StateStore store, Table<Long> table, String key, long value, Instant expires) {
        store.update(table, key, "", now -> Optional.of(new Held<>(value, expires)), LIMIT)
                .toCompletableFuture()
                .join();
    }

    private Optional<Held<Long>> held(Table<Long> table, String key) {
        return to.read(table, key, LIMIT).toCompletableFuture().join();
    }

    private String export() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new StateExport(from, time).write(List.of(said, learned), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private Imported take(String text, boolean overwrite) throws IOException {
        return new StateImport(to, time, List.of(said, learned), overwrite)
                .read(new BufferedReader(new StringReader(text)));
    }
}
