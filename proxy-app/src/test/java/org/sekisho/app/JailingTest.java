package org.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.app.config.CommandLineSettings;
import org.sekisho.app.config.Configuration;
import org.sekisho.app.config.ConfigurationSource;
import org.sekisho.policy.RecipientVerifier;
import org.sekisho.rules.allow.AllowEntry;
import org.sekisho.rules.allow.AllowList;
import org.sekisho.rules.allow.Subject;
import org.sekisho.rules.origin.Origins;
import org.sekisho.settings.Network;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.ZoneDns;

final class JailingTest {
    @TempDir
    private Path directory;

    private final ManualTime time = new ManualTime();
    private AllowList allowList;
    private Jailing jailing;

    @BeforeEach
    void start() throws Exception {
        Configuration configuration = allowing("192.0.2.0/24, mail.example.jp");
        Defences defences = Defences.of(
                configuration,
                time,
                new SecureRandom(),
                new ZoneDns(),
                new MemoryStore(time),
                () -> 0,
                RecipientVerifier.NONE);
        allowList = defences.tools().allowList();
        jailing = Jailing.of(configuration, defences.tools(), Origins.NONE, new byte[32]);
    }

    @Test
    void thoseAreAllowedWhomTheConfigurationOrAnEntryNamesByAddress() {
        add("198.51.100.9", Optional.empty());
        add("@example.com from 203.0.113.4", Optional.empty());

        assertThat(jailing.allowed()).containsExactlyInAnyOrder(network("192.0.2.0/24"), network("198.51.100.9"));
    }

    @Test
    void whoWasRemovedIsNotAllowedAnyMore() {
        add("198.51.100.9", Optional.empty());
        allowList.remove(Subject.parse("198.51.100.9")).toCompletableFuture().join();

        assertThat(jailing.allowed()).containsExactly(network("192.0.2.0/24"));
    }

    @Test
    void whoseEntryHasExpiredIsNotAllowedAnyMore() {
        add("198.51.100.9", Optional.of(time.instant().plusSeconds(60)));
        assertThat(jailing.allowed()).contains(network("198.51.100.9"));

        time.advance(Duration.ofSeconds(60));
        assertThat(jailing.allowed()).doesNotContain(network("198.51.100.9"));
    }

    @Test
    void aReloadChangesWhomTheConfigurationAllows() throws Exception {
        jailing.govern(allowing("203.0.113.0/24"));

        assertThat(jailing.allowed()).containsExactly(network("203.0.113.0/24"));
    }

    private void add(String subject, Optional<Instant> until) {
        allowList
                .add(new AllowEntry(Subject.parse(subject), "", "alice", time.instant(), until))
                .toCompletableFuture()
                .join();
    }

    private static Network network(String text) {
        return Network.parse(text);
    }

    private Configuration allowing(String entries) throws Exception {
        Path file = Files.writeString(
                directory.resolve("sekisho.yaml"), "rules: {set: {allow: {entries: [" + entries + "]}}}\n");
        return new ConfigurationSource(Map.of(), Optional.of(file), CommandLineSettings.NONE).load();
    }
}
