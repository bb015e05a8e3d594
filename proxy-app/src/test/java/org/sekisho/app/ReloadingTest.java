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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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
import org.sekisho.app.feed.Feed;
import org.sekisho.app.feed.FeedEvent;
import org.sekisho.app.pseudonym.Names;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Point;
import org.sekisho.policy.Policy;
import org.sekisho.policy.RecipientVerifier;
import org.sekisho.policy.TrailSink;
import org.sekisho.rules.jail.JailSettings;
import org.sekisho.rules.jail.Jails;
import org.sekisho.rules.origin.Origins;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.ZoneDns;

final class ReloadingTest {
    @TempDir
    private Path directory;

    private Path file;
    private LivePolicy live;
    private AuditLog audit;
    private final Feed feed = new Feed(InstantSource.system());
    private Reloading reloading;
    private Jailing jailing;

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
                Memory.ofThisNode(new MemoryStore(clock), clock),
                () -> 0,
                RecipientVerifier.NONE);
        jailing = Jailing.of(configuration, defences.tools(), Origins.NONE, new byte[32]);
        Accounting accounting =
                new Accounting(configuration, defences.tools(), Origins.NONE, TrailSink.NONE, new byte[32]);
        live = new LivePolicy(
                configuration,
                defences,
                jailing,
                accounting,
                new Responding(configuration, defences.tools(), accounting),
                TrailSink.NONE);
        audit = new AuditLog(directory, clock, live::version, () -> 0, Names.AS_THEY_ARE);
        reloading = new Reloading(source, live, audit, feed);
    }

    @AfterEach
    void stop() throws IOException {
        audit.close();
    }

    private void write(String yaml) throws IOException {
        Files.writeString(file, yaml + "\n");
    }

    private Reloaded reload() throws ConfigurationException {
        return reloading.by("anna", Optional.empty()).toCompletableFuture().join();
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
    void knowsAccountsByTheRealmThatHoldsNow() throws Exception {
        write("{rules: {profile: observe}, accounts: {realm: example.jp}}");
        reload();

        assertThat(live.account("Taro")).isEqualTo("taro@example.jp");
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

    // One jail, and what was set by command

    private Reloaded reload(String jail) throws ConfigurationException {
        return reloading.by("anna", Optional.of(jail)).toCompletableFuture().join();
    }

    private int maxRetry(String jail) {
        return Objects.requireNonNull(jailing.keeper().jails().byName().get(jail))
                .maxRetry();
    }

    private void set(String jail, int maxRetry) {
        jailing.keeper().change(jails -> {
            Map<String, JailSettings> all = new LinkedHashMap<>(jails.byName());
            all.computeIfPresent(jail, (name, settings) -> settings.but(draft -> draft.maxRetry = maxRetry));
            return new Jails(all);
        });
    }

    @Test
    void readsOneJailAnewAndLeavesTheRest() throws Exception {
        write("rules: {profile: standard}\njails: {auth: {maxRetry: 7}, relay: {maxRetry: 8}}");

        assertThat(reload("auth").lines()).containsExactly("reloaded: jails.auth");
        assertThat(maxRetry("auth")).isEqualTo(7);
        assertThat(maxRetry("relay")).isEqualTo(3);
        assertThat(reload().changed()).contains("rules", "jails");
        assertThat(maxRetry("relay")).isEqualTo(8);
    }

    @Test
    void whatAReloadOfOneJailLeftOutIsNotReadUntilTheFileChangesAgain() throws Exception {
        write("rules: {profile: observe}\njails: {auth: {maxRetry: 7}, relay: {maxRetry: 8}}");
        reload("auth");
        reloading.look();
        reloading.look();
        assertThat(maxRetry("relay")).isEqualTo(3);

        write("rules: {profile: observe}\njails: {auth: {maxRetry: 7}, relay: {maxRetry: 10}}");
        reloading.look();
        reloading.look();
        assertThat(maxRetry("relay")).isEqualTo(10);
    }

    @Test
    void aNewJailBeginsAndOneThatIsGoneEnds() throws Exception {
        write("rules: {profile: observe}\njails: {liars: {counts: [protocol]}}");
        reload("liars");
        assertThat(jailing.keeper().jails().byName()).containsKey("liars");

        write("rules: {profile: observe}");
        reload("liars");
        assertThat(jailing.keeper().jails().byName()).doesNotContainKey("liars");
    }

    @Test
    void aJailThatIsNowhereIsToldInFail2bansWords() {
        assertThatThrownBy(() -> reload("sshd")).hasMessage("Sorry but the jail 'sshd' does not exist");
    }

    @Test
    void aFileWithAMistakeElsewhereChangesNoJail() throws IOException {
        write("rules: {profile: nothing}\njails: {auth: {maxRetry: 7}}");

        assertThatThrownBy(() -> reload("auth")).isInstanceOf(ConfigurationException.class);
        assertThat(maxRetry("auth")).isEqualTo(3);
    }

    @Test
    void tellsWhatWasSetByCommandAndHoldsNoMore() throws Exception {
        set("auth", 9);
        set("relay", 9);
        write("rules: {profile: observe}\njails: {relay: {maxRetry: 9}}");

        assertThat(reload().lines())
                .containsExactly("reloaded: jails", "set maxRetry of auth is undone: the file says 3");
        assertThat(maxRetry("auth")).isEqualTo(3);
        assertThat(reload().lines()).containsExactly("nothing has changed");
    }

    @Test
    void whatIsReplacedIsKnownFromTheStepThatReplacesItSoThatNothingSetMeanwhileIsLost() {
        set("auth", 9);

        Jails before = jailing.govern(live.configuration());
        assertThat(before.byName()).extractingByKey("auth").returns(9, JailSettings::maxRetry);
        set("auth", 8);
        before = jailing.govern("auth", live.configuration());
        assertThat(before.byName()).extractingByKey("auth").returns(8, JailSettings::maxRetry);
        assertThat(maxRetry("auth")).isEqualTo(3);
    }

    @Test
    void theReloadOfAJailLeavesWhatWasSetInOthers() throws Exception {
        set("auth", 9);
        set("relay", 9);

        assertThat(reload("auth").lines()).containsExactly("set maxRetry of auth is undone: the file says 3");
        assertThat(maxRetry("relay")).isEqualTo(9);
    }

    @Test
    void whoFollowsEventsHearsOfIt() throws Exception {
        set("auth", 9);
        reload();

        assertThat(feed.last(Optional.empty()))
                .extracting(FeedEvent::text)
                .containsExactly("Reload (anna): set maxRetry of auth is undone: the file says 3");
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
