package org.sekisho.app.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.ScoredValue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sekisho.state.Batch;
import org.sekisho.state.Row;
import org.sekisho.state.StateStore.Written;
import org.sekisho.state.Table;

/** What Redis is asked about single records, each in one command. */
final class Records {
    private static final Script UPDATE = Script.load("update.lua");
    private static final long NANOS_OF_A_MILLISECOND = 1_000_000;

    private final RedisLink link;
    private final Keys keys;
    private final InstantSource clock;
    private final Admission admission;
    private final Guesses guesses = new Guesses();
    private final Map<String, Long> counts = new ConcurrentHashMap<>();

    Records(RedisLink link, Keys keys, InstantSource clock) {
        this.link = link;
        this.keys = keys;
        this.clock = clock;
        admission = new Admission(clock);
    }

    /** What became of a comparison; in the order of the numbers that the script answers. */
    enum Outcome {
        DONE,
        CHANGED,
        REFUSED,
        FULL
    }

    long now() {
        return Row.nanos(clock.instant());
    }

    String id(Batch.Step<?> step) {
        return id(step.table(), step.key());
    }

    private static String id(Table<?> table, String name) {
        return table.name() + ':' + name;
    }

    Guesses guesses() {
        return guesses;
    }

    Admission admission() {
        return admission;
    }

    /** Asks what the record is. */
    CompletableFuture<?> look(Cell cell, Duration patience) {
        byte[] key = keys.record(cell.table, cell.name);
        return link.ask(key, patience, commands -> commands.get(key))
                .thenAccept(octets -> learn(cell, octets))
                .toCompletableFuture();
    }

    /** Writes what the record is to be, if it is what it is taken for. */
    CompletableFuture<Outcome> compare(Cell cell, long now, Duration patience) {
        byte[] wanted = cell.wanted().map(Stored::encode).orElse(Cell.ABSENT);
        byte[][] arguments = arguments(cell, wanted, now);
        byte[][] all = keys.ofUpdate(cell.table, cell.name);
        return link.ask(all[0], patience, commands -> UPDATE.run(commands, all, arguments))
                .thenApply(answer -> outcome(cell, wanted, answer))
                .toCompletableFuture();
    }

    private byte[][] arguments(Cell cell, byte[] wanted, long now) {
        Table<?> table = cell.table;
        long end = cell.wanted().map(stored -> stored.row().expires()).orElse(Row.FOR_EVER);
        long left = end == Row.FOR_EVER ? 0 : (end - now + NANOS_OF_A_MILLISECOND - 1) / NANOS_OF_A_MILLISECOND;
        return new byte[][] {
            Keys.octets(cell.name),
            cell.taken(),
            wanted,
            number(now),
            number(end),
            number(left),
            Keys.octets(cell.wanted().map(Stored::owner).orElse("")),
            number(table.mostRecords()),
            number(table.mostPerOwner()),
            number(table.keeping() == Table.Keeping.OPERATOR ? 1 : 0),
            Keys.octets(keys.records(table)),
            keys.changes(),
            Keys.octets(table.name())
        };
    }

    private static byte[] number(long value) {
        return Long.toString(value).getBytes(US_ASCII);
    }

    private Outcome outcome(Cell cell, byte[] wanted, List<Object> answer) {
        Outcome outcome = Outcome.values()[((Long) answer.get(0)).intValue()];
        counts.put(cell.table.name(), (Long) answer.get(1));
        switch (outcome) {
            case DONE -> {
                cell.settle(wanted);
                guesses.saw(id(cell.table, cell.name), wanted);
            }
            case CHANGED -> learn(cell, (byte[]) answer.get(2));
            case REFUSED, FULL -> {}
        }
        return outcome;
    }

    private void learn(Cell cell, byte @Nullable [] octets) {
        cell.learn(octets);
        guesses.saw(id(cell.table, cell.name), octets);
    }

    /** How many records the table had when Redis last told. */
    long count(String table) {
        return counts.getOrDefault(table, 0L);
    }

    /** By the clock of Redis. */
    CompletionStage<Written> written(Table<?> table) {
        byte[] writes = keys.writes(table);
        CompletionStage<Long> newest = link.ask(writes, commands -> commands.zrevrangeWithScores(writes, 0, 0))
                .thenApply(Records::micros);
        return link.ask(writes, commands -> commands.zrangeWithScores(writes, 0, 0))
                .thenApply(Records::micros)
                .thenCombine(newest, Written::ofMicros);
    }

    private static long micros(List<ScoredValue<byte[]>> members) {
        return members.isEmpty() ? 0 : (long) members.get(0).getScore();
    }

    /** Asks how many records a table has. */
    void countAgain(Table<?> table) {
        byte[] names = keys.names(table);
        link.ask(names, commands -> commands.zcard(names)).thenAccept(count -> counts.put(table.name(), count));
    }
}
