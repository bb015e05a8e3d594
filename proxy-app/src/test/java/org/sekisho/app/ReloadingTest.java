package org.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.app.admin.Reloaded;
import org.sekisho.app.audit.AuditLog;
import org.sekisho.app.config.CommandLineSettings;
import org.sekisho.app.config.Configuration;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.config.ConfigurationSource;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Point;
import org.sekisho.policy.Policy;
import org.sekisho.policy.RecipientVerifier;
import org.sekisho.policy.TrailSink;
import org.sekisho.rules.origin.Origins;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.ZoneDns;

final class ReloadingTest {
    @TempDir
    private Path directory;

    private Path file;
    private LivePolicy live;
    private AuditLog audit;
    private Reloading reloading;

    @BeforeEach
    void start() throws Exception {
        file = directory.resolve("sekisho.yaml");
        write("rules: {profile: observe}");
        InstantSource clock = InstantSource.system();
        ConfigurationSource source = new ConfigurationSource(Map.of(), Optional.of(file), CommandLineSettings.NONE);
        Configuration configuration = source.load();
        Defences defences = Defences.of(
                configuration,
                clock,
                new SecureRandom(),
                new ZoneDns(),
                new MemoryStore(clock),
                () -> 0,
                RecipientVerifier.NONE);
        Jailing jailing = Jailing.of(configuration, defences.tools(), new byte[32]);
        Accounting accounting = new Accounting(configuration, defences.tools(), Origins.NONE, new byte[32]);
        live = new LivePolicy(
                configuration,
                defences,
                jailing,
                accounting,
                new Responding(configuration, defences.tools(), accounting),
                TrailSink.NONE);
        audit = new AuditLog(directory, clock, live::version, () -> 0);
        reloading = new Reloading(source, live, audit);
    }

    @AfterEach
    void stop() throws IOException {
        audit.close();
    }

    private void write(String yaml) throws IOException {
        Files.writeString(file, yaml + "\n");
    }

    private Reloaded reload() throws ConfigurationException {
        return reloading.by("anna").toCompletableFuture().join();
    }

    private Mode greylisting() {
        return live.policy().rules(Point.RECIPIENT).stream()
                .filter(placed -> placed.rule().name().equals("greylist"))
                .findFirst()
                .orElseThrow()
                .rule()
                .mode();
    }

    @Test
    void putsOtherRulesInPlace() throws Exception {
        String before = live.version();
        write("rules: {profile: observe, set: {greylist: {mode: enforce}}}");

        assertThat(reload().lines()).containsExactly("reloaded: rules");
        assertThat(greylisting()).isEqualTo(Mode.ENFORCE);
        assertThat(live.version()).isNotEqualTo(before);
    }

    @Test
    void changesNothingForAFileWithAMistakeAndTellsAllOfThem() throws IOException {
        Policy before = live.policy();
        write("rules: {set: {greylst: {mode: enforce}}}\nhostNam: x");

        assertThatThrownBy(this::reload)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("greylst", "hostNam");
        assertThat(live.policy()).isSameAs(before);
    }

    @Test
    void namesWhatNeedsARestartAndLeavesItAsItIs() throws Exception {
        write("listeners: [{address: '127.0.0.1:2626'}]\nrules: {profile: observe, keepDecisions: 1d}");

        assertThat(reload().needsRestart()).containsExactly("listeners", "rules.keepDecisions");
        assertThat(live.configuration().listeners().get(0).address().port()).isEqualTo(2525);
    }

    @Test
    void saysWhenNothingHasChanged() throws Exception {
        assertThat(reload().lines()).containsExactly("nothing has changed");
    }

    @Test
    void isInTheAuditBeforeItIsAcknowledged() throws Exception {
        write("rules: {profile: none}");
        reload();

        assertThat(Files.readString(directory.resolve("audit.log")))
                .contains("\"by\":\"anna\",\"what\":\"reload\",\"subject\":\"" + file + "\"")
                .contains("\"rules\":\"" + live.version() + "\"");
    }

    // The file

    @Test
    void noticesAFileThatHasChangedOnceItStaysAsItIs() throws IOException {
        WatchedFile watched = new WatchedFile(file);
        write("rules: {profile: standard}");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));

        assertThat(watched.changed()).as("it may still be written").isFalse();
        assertThat(watched.changed()).isTrue();
        assertThat(watched.changed()).isFalse();
    }

    @Test
    void doesNotTakeAFileThatIsGoneForAnother() throws IOException {
        WatchedFile watched = new WatchedFile(file);
        Files.delete(file);

        assertThat(watched.changed()).isFalse();
        assertThat(watched.changed()).isFalse();
    }

    @Test
    void doesNotNoticeWhatWasReadMeanwhile() throws IOException {
        WatchedFile watched = new WatchedFile(file);
        write("rules: {profile: standard}");
        watched.known();

        assertThat(watched.changed()).isFalse();
        assertThat(watched.changed()).isFalse();
    }
}
