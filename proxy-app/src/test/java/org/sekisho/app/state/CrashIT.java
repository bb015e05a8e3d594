package org.sekisho.app.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekisho.app.state.StateFolder.BANS;
import static org.sekisho.app.state.StateFolder.TRIPLETS;
import static org.sekisho.app.state.StateFolder.get;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed with SIGKILL in the middle of its writing, again and again on the same store. */
final class CrashIT {
    private static final int CRASHES = 15;

    /** Learnt records that were acknowledged longer ago must be there, in milliseconds. */
    private static final long MAY_BE_LOST = 1000;

    /** What a process said before it died: an acknowledged record. */
    private record Acknowledged(String table, String key, String value, long millis) {
        static Acknowledged of(String line) {
            String[] parts = line.split(" ");
            return new Acknowledged(parts[0], parts[1], parts[2], Long.parseLong(parts[3]));
        }

        boolean isIn(EmbeddedStore store) {
            return get(store, table.equals("ban") ? BANS : TRIPLETS, key)
                    .filter(value::equals)
                    .isPresent();
        }
    }

    @TempDir
    private Path folder;

    @Test
    void whatWasAcknowledgedSurvivesEveryCrash() throws IOException, InterruptedException {
        List<Acknowledged> bans = new ArrayList<>();
        for (int crash = 0; crash < CRASHES; crash++) {
            List<Acknowledged> acknowledged = new ArrayList<>();
            long killed = crash(crash, acknowledged);
            acknowledged.stream().filter(each -> each.table.equals("ban")).forEach(bans::add);

            try (EmbeddedStore store = EmbeddedStore.open(folder, InstantSource.system())) {
                assertThat(store.trouble()).isEmpty();
                assertThat(bans).as("bans after crash %d", crash).allMatch(ban -> ban.isIn(store));
                assertThat(acknowledged)
                        .as("triplets after crash %d", crash)
                        .filteredOn(each -> each.table.equals("triplet") && each.millis < killed - MAY_BE_LOST)
                        .isNotEmpty()
                        .allMatch(triplet -> triplet.isIn(store));
                for (int i = 0; i < CrashingProcess.REWRITTEN; i++) {
                    assertThat(get(store, TRIPLETS, "short" + i)).isEmpty();
                    assertThat(get(store, TRIPLETS, "again" + i)).isPresent();
                }
            }
            assertThat(setAside()).isZero();
        }
    }

    /** Lets a process write for a while, each time a little longer, and kills it; answers when that was. */
    private long crash(int number, List<Acknowledged> acknowledged) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        CrashingProcess.class.getName(),
                        folder.toString(),
                        "round" + number + "-",
                        String.valueOf(number % 2 == 0))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            Acknowledged first = Acknowledged.of(lines.readLine());
            acknowledged.add(first);
            long end = first.millis + MAY_BE_LOST + 300 + number * 31L;
            while (InstantSource.system().millis() < end) {
                acknowledged.add(Acknowledged.of(lines.readLine()));
            }
            long killed = InstantSource.system().millis();
            process.toHandle().destroyForcibly(); // SIGKILL; Process.destroyForcibly would close the pipe, too.
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.matches("\\S+ \\S+ \\d+ \\d{13}")) { // The last line may be cut.
                    acknowledged.add(Acknowledged.of(line));
                }
            }
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return killed;
        }
    }

    private long setAside() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().contains("damaged")).count();
        }
    }
}
