package org.sekisho.app.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.app.pseudonym.Names;
import org.sekisho.rules.jail.Ban;
import org.sekisho.rules.jail.BanEvent;
import org.sekisho.rules.jail.Response;
import org.sekisho.settings.Network;
import org.sekisho.state.StateException;

final class AuditTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("audit.log");
    }

    private AuditLog open(long octets) {
        return new AuditLog(directory, octets, InstantSource.fixed(NOON), () -> "c0ffee", () -> 7, Names.AS_THEY_ARE);
    }

    private void write(int count) throws IOException {
        write(count, AuditLog.FILE_OCTETS);
    }

    private void write(int count, long octets) throws IOException {
        try (AuditLog log = open(octets)) {
            for (int i = 0; i < count; i++) {
                append(log, "192.0.2." + i);
            }
        }
    }

    private List<String> lines() throws IOException {
        return new ArrayList<>(Files.readAllLines(file));
    }

    private Optional<String> broken() throws IOException {
        return AuditCheck.directory(directory).broken();
    }

    private static Ban ban() {
        return new Ban(
                Network.parse("192.0.2.7"),
                "auth",
                NOON,
                Optional.of(NOON.plus(Duration.ofHours(1))),
                "sekisho",
                3,
                1,
                List.of("12:00:00 535 anna", "12:00:01 535 ben"),
                Response.REFUSE);
    }

    // Writing

    @Test
    void keepsABanWithItsEvidenceTheVersionOfTheRulesAndTheLoad() throws IOException {
        try (AuditLog log = open(AuditLog.FILE_OCTETS)) {
            log.told(new BanEvent.Banned(ban(), NOON, false));
        }

        assertThat(lines())
                .singleElement()
                .asString()
                .startsWith("{\"number\":1,\"time\":\"2026-03-01T12:00:00Z\",\"by\":\"sekisho\",\"what\":\"ban\","
                        + "\"subject\":\"192.0.2.7\",\"why\":\"jail auth, 3 failures, banned 1 times before, until"
                        + " 2026-03-01T13:00:00Z, response REFUSE\","
                        + "\"evidence\":[\"12:00:00 535 anna\",\"12:00:01 535 ben\"],"
                        + "\"rules\":\"c0ffee\",\"load\":7,\"previous\":\"" + "0".repeat(64) + "\",\"hash\":\"");
    }

    @Test
    void keepsHowABanEnded() throws IOException {
        try (AuditLog log = open(AuditLog.FILE_OCTETS)) {
            log.told(new BanEvent.Unbanned(ban(), NOON, "expired"));
        }

        assertThat(lines()).singleElement().asString().contains("\"what\":\"unban\"", "\"jail auth, expired\"");
    }

    @Test
    void namesTheOperatorWhoEndedABan() throws IOException {
        try (AuditLog log = open(AuditLog.FILE_OCTETS)) {
            log.told(new BanEvent.Unbanned(ban(), NOON, "anna"));
        }

        assertThat(lines())
                .singleElement()
                .asString()
                .contains("\"by\":\"anna\",\"what\":\"unban\",\"subject\":\"192.0.2.7\",\"why\":\"jail auth\"");
    }

    @Test
    void keepsWhatKeptAJailFromBanningWithTheEvidence() throws IOException {
        try (AuditLog log = open(AuditLog.FILE_OCTETS)) {
            log.told(new BanEvent.Spared(ban(), NOON, "192.0.2.7 is an upstream"));
        }

        assertThat(lines())
                .singleElement()
                .asString()
                .contains("\"by\":\"sekisho\",\"what\":\"spared\",\"subject\":\"192.0.2.7\","
                        + "\"why\":\"jail auth, 192.0.2.7 is an upstream\",\"evidence\":[\"12:00:00 535 anna\",");
    }

    @Test
    void doesNotTellABanTwiceThatHeldBeforeTheStart() throws IOException {
        try (AuditLog log = open(AuditLog.FILE_OCTETS)) {
            log.told(new BanEvent.Banned(ban(), NOON, true));
            log.told(new BanEvent.WouldBan(ban(), NOON));
        }

        assertThat(lines()).isEmpty();
    }

    @Test
    void goesOnWithTheChainAfterARestart() throws IOException {
        write(2);
        write(2);

        AuditCheck.Report report = AuditCheck.directory(directory);
        assertThat(report.broken()).isEmpty();
        assertThat(report.lines()).isEqualTo(4);
    }

    @Test
    void goesOnWithTheChainInTheNextFileWhenOneIsFull() throws IOException {
        write(5, 600);
        write(2, 600);

        assertThat(directory.resolve("audit-000000000001.log")).exists();
        assertThat(AuditCheck.directory(directory).broken()).isEmpty();
        assertThat(AuditCheck.directory(directory).lines()).isEqualTo(7);
    }

    private static void append(AuditLog log, String subject) {
        log.append(new AuditEntry("anna", "unban", subject, "asked by phone"))
                .toCompletableFuture()
                .join();
    }

    @Test
    void entriesCountAlsoWhenTheHeadCannotBeWritten() throws IOException {
        Path head = directory.resolve("audit.head");
        try (AuditLog log = open(AuditLog.FILE_OCTETS)) {
            append(log, "192.0.2.1");
            Files.delete(head);
            Path obstacle = Files.createDirectories(head.resolve("obstacle"));
            append(log, "192.0.2.2");
            assertThat(lines()).hasSize(2);

            Files.delete(obstacle);
            Files.delete(head);
            append(log, "192.0.2.3");
        }

        assertThat(Files.readString(head)).as("made up for").startsWith("3 ");
        assertThat(broken()).isEmpty();
    }

    @Test
    void entriesCountAlsoWhenAFullFileCannotBeRenamed() throws IOException {
        Path full = directory.resolve("audit-000000000001.log");
        try (AuditLog log = open(600)) {
            append(log, "192.0.2.1");
            Path obstacle = Files.createDirectories(full.resolve("obstacle"));
            append(log, "192.0.2.2");
            append(log, "192.0.2.3");
            assertThat(lines()).hasSize(3);

            Files.delete(obstacle);
            Files.delete(full);
            append(log, "192.0.2.4");
        }

        assertThat(full).as("renamed after all").isRegularFile();
        assertThat(AuditCheck.directory(directory).lines()).isEqualTo(4);
        assertThat(broken()).isEmpty();
    }

    @Test
    void keepsTheHeadForItsOwnerOnly() throws IOException {
        write(1);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("audit.head"))))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesOperatorsWhatItCannotWriteDown() throws IOException {
        Files.createDirectory(file);
        try (AuditLog log = open(AuditLog.FILE_OCTETS)) {
            assertThatThrownBy(() -> log.append(new AuditEntry("anna", "ban", "192.0.2.7", ""))
                            .toCompletableFuture()
                            .join())
                    .hasCauseInstanceOf(StateException.class);
        }
    }

    @Test
    void refusesOperatorsAlsoWhatAFaultKeepsFromTheDisk() throws IOException {
        FileSystem closed = FileSystems.newFileSystem(directory.resolve("a.zip"), Map.of("create", "true"));
        Path nowhere = closed.getPath("/audit");
        closed.close();
        try (AuditLog log =
                new AuditLog(nowhere, InstantSource.fixed(NOON), () -> "c0ffee", () -> 7, Names.AS_THEY_ARE)) {
            for (int i = 0; i < 2; i++) {
                assertThat(log.append(new AuditEntry("anna", "ban", "192.0.2." + i, "")))
                        .failsWithin(Duration.ofSeconds(10))
                        .withThrowableThat()
                        .withCauseInstanceOf(StateException.class);
            }
        }
    }

    // Checking

    @Test
    void findsALineThatWasChanged() throws IOException {
        write(4);
        List<String> lines = lines();
        lines.set(1, lines.get(1).replace("192.0.2.1", "192.0.2.9"));
        Files.write(file, lines);

        assertThat(broken()).contains(file + ":2: was changed: its hash is another");
    }

    @Test
    void findsALineThatWasChangedTogetherWithItsHash() throws IOException {
        write(4);
        List<String> lines = lines();
        AuditLine line = AuditLine.read(lines.get(1)).orElseThrow().line();
        AuditEntry other = new AuditEntry("ben", line.what(), line.subject(), line.why());
        Link before = new Link(1, line.previous());
        lines.set(1, AuditLine.after(before, other, NOON, "c0ffee", 7).text());
        Files.write(file, lines);

        assertThat(broken().orElseThrow()).startsWith(file + ":3: does not hold the hash of the line before");
    }

    @Test
    void findsWhereALineWasRemoved() throws IOException {
        write(4);
        List<String> lines = lines();
        lines.remove(1);
        Files.write(file, lines);

        assertThat(broken()).contains(file + ":2: has number 3: 2 should stand here and was removed");
    }

    @Test
    void findsALineThatWasInserted() throws IOException {
        write(4);
        List<String> lines = lines();
        lines.add(2, lines.get(0));
        Files.write(file, lines);

        assertThat(broken().orElseThrow()).startsWith(file + ":3: has number 1 where 3 should stand");
    }

    @Test
    void findsLinesThatChangedPlaces() throws IOException {
        write(4);
        List<String> lines = lines();
        Collections.swap(lines, 1, 2);
        Files.write(file, lines);

        assertThat(broken().orElseThrow()).startsWith(file + ":2: has number 3");
    }

    @Test
    void findsThatTheLastLinesWereRemoved() throws IOException {
        write(4);
        Files.write(file, lines().subList(0, 2));

        assertThat(broken()).contains(file + ": ends with number 2: up to 4 were written and have been removed");
    }

    @Test
    void findsThatTheLastLinesWereRemovedAlsoAfterTheNextStart() throws IOException {
        write(4);
        Files.write(file, lines().subList(0, 2));
        write(1);

        assertThat(broken()).contains(file + ":3: written lines were missing at the start: numbers 3 to 4");
    }

    @Test
    void findsGarbage() throws IOException {
        write(4);
        List<String> lines = lines();
        lines.set(2, "{}");
        Files.write(file, lines);

        assertThat(broken()).contains(file + ":3: cannot be read: it was changed");
    }

    // A line that a crash tore

    private void tear() throws IOException {
        write(2);
        Files.writeString(file, "{\"number\":3,\"ti", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    }

    @Test
    void reportsATornLine() throws IOException {
        tear();

        assertThat(broken().orElseThrow()).startsWith(file + ":3: the line has no end");
    }

    @Test
    void closesATornLineAtTheNextStartWithAMarkThatHoldsIt() throws IOException {
        tear();
        write(1);

        AuditCheck.Report report = AuditCheck.directory(directory);
        assertThat(report.broken()).isEmpty();
        assertThat(report.lines()).isEqualTo(4);
        assertThat(report.remarks()).singleElement().asString().contains(":4: a line was torn", "15 octets");
    }

    @Test
    void findsATornLineThatWasChangedAfterwards() throws IOException {
        tear();
        write(1);
        List<String> lines = lines();
        lines.set(2, "{\"number\":3,\"to");
        Files.write(file, lines);

        assertThat(broken()).contains(file + ":3: cannot be read: it was changed");
    }
}
