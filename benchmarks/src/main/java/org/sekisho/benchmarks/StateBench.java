package org.sekisho.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.sekisho.app.state.EmbeddedStore;
import org.sekisho.state.Codec;
import org.sekisho.state.Held;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How fast the stores are, and how long one takes to open. Needs no peers. */
@Command(
        name = "state",
        description = "Rates of the stores in memory and on the disk, and the time to open one with many records.",
        mixinStandardHelpOptions = true)
final class StateBench implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** As many requests at once as a busy proxy has. */
    private static final int AT_ONCE = 1000;

    /** Records of the table in memory. */
    private static final int IN_MEMORY = 100_000;

    private static final Codec<Long> NUMBER = new Codec<>() {
        @Override
        public byte[] encode(Long value) {
            return new RecordWriter(1).number(value).octets();
        }

        @Override
        public Long decode(byte[] octets) {
            return new RecordReader(octets, 1).number();
        }
    };

    private final InstantSource clock;

    private static final Duration LONGEST_OPENING = Duration.ofSeconds(5);

    @Option(names = "--records", description = "in the table (${DEFAULT-VALUE})")
    private int records = 1_000_000;

    @Option(names = "--reads", description = "of each kind that are timed (${DEFAULT-VALUE})")
    private int reads = 200_000;

    @Option(names = "--opens", description = "how often the store is opened (${DEFAULT-VALUE})")
    private int opens = 5;

    StateBench(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        out.printf("%,d records, %d requests at once%n%n", records, AT_ONCE);
        // Every record counts against the quota of one of 256 networks, as those that strangers make do.
        Table<Long> table = Table.learned("triplets", NUMBER, records, records, 20);
        try (MemoryStore memory = new MemoryStore(clock)) {
            Table<Long> small = Table.learned("triplets", NUMBER, IN_MEMORY, IN_MEMORY, 20);
            measure("memory: new records", IN_MEMORY, out, i -> put(memory, small, i));
            measure("memory: new ones push out others", records, out, i -> put(memory, small, IN_MEMORY + i));
            measure("memory: rewritten", records, out, i -> put(memory, small, records + i % IN_MEMORY));
            measure("memory: read", records, out, i -> memory.read(small, key(records + i % IN_MEMORY), LIMIT));
            out.printf("%-36s %12.0f octets%n%n", "memory: a record", (double) memory.octets() / IN_MEMORY);
        }
        try (ScratchFolder scratch = ScratchFolder.of("sekisho-state")) {
            Path folder = scratch.path();
            return embedded(folder, table, out).compareTo(LONGEST_OPENING) < 0 ? 0 : 1;
        }
    }

    /** The answer is how long the slowest opening took. */
    private Duration embedded(Path folder, Table<Long> table, PrintStream out) throws IOException {
        try (EmbeddedStore store = EmbeddedStore.open(folder, clock)) {
            measure("embedded: new records", records, out, i -> put(store, table, i));
        }
        out.printf("%-36s %12.0f octets%n", "embedded: a record in the file", (double) size(folder) / records);
        Duration slowest = Duration.ZERO;
        for (int i = 0; i < opens; i++) {
            Instant start = clock.instant();
            try (EmbeddedStore store = EmbeddedStore.open(folder, clock)) {
                store.read(table, key(records / 2), LIMIT).toCompletableFuture().join();
                Duration opening = since(start);
                slowest = opening.compareTo(slowest) > 0 ? opening : slowest;
                out.printf("%-36s %12d ms%n", "embedded: open and first read", opening.toMillis());
            }
        }
        Random random = new Random(1);
        List<Integer> few = random.ints(1000, 0, records).boxed().toList();
        try (EmbeddedStore store = EmbeddedStore.open(folder, clock)) {
            measure(
                    "embedded: read, any record",
                    reads,
                    out,
                    i -> store.read(table, key(random.nextInt(records)), LIMIT));
            measure("embedded: read, not there", reads, out, i -> store.read(table, "none" + i, LIMIT));
            few.forEach(
                    i -> store.read(table, key(i), LIMIT).toCompletableFuture().join());
            measure("embedded: read, in the cache", reads, out, i -> store.read(table, key(few.get(i % 1000)), LIMIT));
            measure("embedded: rewritten, in the cache", reads, out, i -> put(store, table, few.get(i % 1000)));
            Table<Long> bans = Table.operator("bans", NUMBER, reads, 20);
            measure("embedded: operators', together", 20_000, out, i -> put(store, bans, i));
            measure("embedded: operators', one by one", 500, out, i -> {
                CompletionStage<Optional<Held<Long>>> put = put(store, bans, i);
                put.toCompletableFuture().join();
                return put;
            });
        }
        return slowest;
    }

    private void measure(String what, int count, PrintStream out, IntFunction<? extends CompletionStage<?>> request) {
        Semaphore free = new Semaphore(AT_ONCE);
        Instant start = clock.instant();
        for (int i = 0; i < count; i++) {
            free.acquireUninterruptibly();
            var unused = request.apply(i).whenComplete((answer, failure) -> free.release());
        }
        free.acquireUninterruptibly(AT_ONCE);
        out.printf("%-36s %,12.0f /s%n", what, count * 1e9 / since(start).toNanos());
    }

    private CompletionStage<Optional<Held<Long>>> put(StateStore store, Table<Long> table, int i) {
        Instant expires = clock.instant().plus(Duration.ofDays(1));
        return store.update(
                table,
                key(i),
                table.mostPerOwner() == 0 ? "" : "10.0." + i % 256 + ".0/24",
                now -> Optional.of(new Held<>(now.map(Held::value).orElse(0L) + 1, expires)),
                LIMIT);
    }

    /** In an order unlike that of the numbers, as triplets come. */
    private static String key(int i) {
        return Integer.toHexString(Integer.reverse(i)) + "/sender@example.net/recipient@example.org";
    }

    private Duration since(Instant start) {
        return Duration.between(start, clock.instant());
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
