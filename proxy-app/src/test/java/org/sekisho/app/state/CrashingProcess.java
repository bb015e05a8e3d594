package org.sekisho.app.state;

import static org.sekisho.app.state.StateFolder.BANS;
import static org.sekisho.app.state.StateFolder.TRIPLETS;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A program that writes to a store until it is killed, and prints each acknowledged record: {@code table key value
 * milliseconds}.
 */
final class CrashingProcess {
    /** Keys that are written again and again. */
    static final int REWRITTEN = 50;

    private final EmbeddedStore store;
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private CrashingProcess(EmbeddedStore store) {
        this.store = store;
    }

    /** Takes the folder, a prefix for keys, and whether to write operators' records too. */
    public static void main(String[] arguments) {
        EmbeddedStore store = EmbeddedStore.open(Path.of(arguments[0]), InstantSource.system());
        new CrashingProcess(store).write(arguments[1], Boolean.parseBoolean(arguments[2]));
    }

    private void write(String prefix, boolean operators) {
        for (int i = 0; true; i++) {
            Instant later = InstantSource.system().instant().plus(Duration.ofDays(30));
            StateFolder.put(store, TRIPLETS, prefix + i, "" + i, later);
            report("triplet", prefix + i, i);
            StateFolder.put(store, TRIPLETS, "again" + i % REWRITTEN, prefix + i, later);
            StateFolder.put(
                    store,
                    TRIPLETS,
                    "short" + i % REWRITTEN,
                    "x",
                    later.minus(Duration.ofDays(30)).plusMillis(5));
            if (operators && i % 20 == 0) {
                StateFolder.put(store, BANS, prefix + i, "" + i, i % 40 == 0 ? Instant.MAX : later);
                report("ban", prefix + i, i);
            }
        }
    }

    private void report(String table, String key, int value) {
        out.println(
                table + " " + key + " " + value + " " + InstantSource.system().millis());
    }
}
