package org.sekisho.app.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.app.audit.AuditLog;
import org.sekisho.app.pseudonym.Names;
import org.sekisho.rules.jail.Ban;
import org.sekisho.rules.jail.BanEvent;
import org.sekisho.rules.jail.BanList;
import org.sekisho.rules.jail.JailDraft;
import org.sekisho.rules.jail.Jails;
import org.sekisho.rules.jail.Response;
import org.sekisho.rules.jail.Tightening;
import org.sekisho.rules.origin.Origin;
import org.sekisho.rules.origin.Origins;
import org.sekisho.settings.Network;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.ManualTime;

final class JailDeskTest {
    private final ManualTime time = new ManualTime();

    @TempDir
    private Path directory;

    private AuditLog audit;
    private JailDesk jails;

    @BeforeEach
    void begin() {
        audit = new AuditLog(directory, time, () -> "c0ffee", () -> 7, Names.AS_THEY_ARE);
        jails = JailDesks.on(new MemoryStore(time), audit, time);
    }

    @AfterEach
    void end() throws IOException {
        audit.close();
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private List<BanLine> ban(String jail, Optional<Long> seconds, String... subjects) {
        return now(jails.ban(new BanLine.Wish(List.of(subjects), jail, seconds), "ann"));
    }

    @Test
    void anOperatorsBanHoldsForAnHourIfNothingElseIsSaid() {
        assertThat(ban(JailDesk.MANUAL, Optional.empty(), "192.0.2.7"))
                .singleElement()
                .satisfies(
                        ban -> assertThat(ban.until()).contains(time.instant().plus(Duration.ofHours(1))))
                .satisfies(ban -> assertThat(ban.by()).isEqualTo("ann"));
        time.advance(Duration.ofHours(1));

        assertThat(jails.bans(List.of(), Optional.empty())).isEmpty();
    }

    @Test
    void aBanInAJailHoldsForItsBanTime() {
        BanLine ban = ban("recidive", Optional.empty(), "192.0.2.0/24").get(0);

        assertThat(ban.until()).contains(time.instant().plus(Duration.ofDays(7)));
        assertThat(now(jails.jail("recidive")).banned()).containsExactly("192.0.2.0/24");
        assertThat(now(jails.jail("recidive")).totalBanned()).isOne();
    }

    @Test
    void aPermanentBanHasNoEnd() {
        assertThat(ban(JailDesk.MANUAL, Optional.of(-1L), "2001:db8::/64")
                        .get(0)
                        .until())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, 3_153_600_001L, 0})
    void aTimeThatIsNoneBansNobody(long seconds) {
        assertThatThrownBy(() -> ban(JailDesk.MANUAL, Optional.of(seconds), "192.0.2.7"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("seconds must be between 1 and 3153600000 (36500 days); is " + seconds);
        assertThat(jails.bans(List.of(), Optional.empty())).isEmpty();
    }

    @Test
    void anOperatorsBanInAJailActsAsTheJailDoes() {
        jails = with("auth", jail -> jail.response = Response.DROP);

        assertThat(ban("auth", Optional.empty(), "192.0.2.7"))
                .extracting(BanLine::response)
                .containsExactly("drop");
    }

    @Test
    void bansThatHeldBeforeTheStartCountAsBansOfTheJail() {
        BanList bans = new BanList(new MemoryStore(time), time);
        jails = JailDesks.on(bans, new MemoryStore(time), Origins.NONE, audit, time);
        ban("auth", Optional.empty(), "192.0.2.7");
        jails = JailDesks.on(bans, new MemoryStore(time), Origins.NONE, audit, time);
        ban("auth", Optional.empty(), "192.0.2.8");

        assertThat(now(jails.jail("auth")).totalBanned()).isEqualTo(2);
    }

    @Test
    void onlyBansThatHitAnAddressAreListedForIt() {
        ban(JailDesk.MANUAL, Optional.empty(), "192.0.2.0/24", "198.51.100.7");

        assertThat(jails.bans(List.of("192.0.2.9"), Optional.empty()))
                .extracting(BanLine::subject)
                .containsExactly("192.0.2.0/24");
    }

    @Test
    void anUnbanEndsTheAddressesOwnBansAndTellsWhatStillHoldsIt() {
        ban(JailDesk.MANUAL, Optional.empty(), "192.0.2.7", "192.0.2.0/24");

        Unbanned unbanned = now(jails.unban(List.of("192.0.2.7"), "", "ann"));

        assertThat(unbanned.ended()).extracting(BanLine::subject).containsExactly("192.0.2.7");
        assertThat(unbanned.still()).containsExactly("192.0.2.0/24 is banned by manual until 2027-01-04T13:00:00Z");
    }

    @Test
    void anUnbanOfANetworkTellsTheBansAroundAndInsideIt() {
        ban(
                JailDesk.MANUAL,
                Optional.of(-1L),
                "192.0.0.0/16",
                "192.0.2.0/24",
                "192.0.2.7",
                "192.0.3.7",
                "2001:db8::/64");

        Unbanned unbanned = now(jails.unban(List.of("192.0.2.0/24"), "", "ann"));

        assertThat(unbanned.ended()).extracting(BanLine::subject).containsExactly("192.0.2.0/24");
        assertThat(unbanned.still())
                .containsExactly("192.0.0.0/16 is banned by manual for ever", "192.0.2.7 is banned by manual for ever");
    }

    @Test
    void anUnbanOfAJailLeavesTheOthersBans() {
        ban("recidive", Optional.empty(), "192.0.2.7");
        ban("auth", Optional.empty(), "192.0.2.8");

        now(jails.unban(List.of(), "recidive", "ann"));

        assertThat(jails.bans(List.of(), Optional.empty()))
                .extracting(BanLine::subject)
                .containsExactly("192.0.2.8");
    }

    @Test
    void aJailThatIsNotThereIsToldInFail2bansWordsAndChangesNothing() {
        assertThatThrownBy(() -> ban("sshd", Optional.empty(), "192.0.2.7"))
                .hasMessage("Sorry but the jail 'sshd' does not exist");
        assertThat(jails.bans(List.of(), Optional.empty())).isEmpty();
    }

    @Test
    void anAddressThatIsNoneBansNobodyOfTheOthers() {
        assertThatThrownBy(() -> ban(JailDesk.MANUAL, Optional.empty(), "192.0.2.7", "192.0.2.777"))
                .hasMessageContaining("192.0.2.777");
        assertThat(jails.bans(List.of(), Optional.empty())).isEmpty();
    }

    @Test
    @DisplayName("capability 1.14: the country of the source")
    void aBanIsToldWithItsCountryAndSystem() {
        jails = JailDesks.on(new MemoryStore(time), JailDeskTest::origin, audit, time);

        BanLine ban = ban("auth", Optional.empty(), "192.0.2.7").get(0);

        assertThat(ban.country()).contains("SC");
        assertThat(ban.system()).contains("AS64500 Example");
        assertThat(ban("auth", Optional.empty(), "198.51.100.7").get(0).country())
                .isEmpty();
    }

    @Test
    void aJailTellsWhereThoseComeFromWhomItHasBanned() {
        jails = JailDesks.on(new MemoryStore(time), JailDeskTest::origin, audit, time);
        ban("auth", Optional.empty(), "192.0.2.7", "192.0.2.8", "203.0.113.9", "198.51.100.7");

        assertThat(now(jails.jail("auth")).countries())
                .containsExactly(new JailLine.Country("SC", 2, 0), new JailLine.Country("JP", 1, 0));
    }

    /** Capability 0.10. */
    @Test
    void aJailTellsWhoFailsMostAndWhatThatLooksLike() {
        BanList bans = new BanList(new MemoryStore(time), time);
        jails = JailDesks.on(bans, new MemoryStore(time), Origins.NONE, audit, time);
        Ban would = new Ban(
                Network.parse("192.0.2.7"),
                "auth",
                time.instant(),
                Optional.empty(),
                Ban.SEKISHO,
                3,
                0,
                List.of(),
                Response.REFUSE);
        bans.tell(new BanEvent.WouldBan(would, time.instant()));

        assertThat(now(jails.jail("recidive")).failing())
                .containsExactly(new JailLine.Suspect(
                        "192.0.2.7", 1, 1, Optional.empty(), "other", List.of("2027-01-04T12:00:00Z banned by auth")));
    }

    private JailDesk with(String jail, Consumer<JailDraft> changes) {
        Jails changed = new Jails(Map.of(jail, Jails.defaultsOf(jail).but(changes)));
        return JailDesks.on(
                changed, new BanList(new MemoryStore(time), time), new MemoryStore(time), Origins.NONE, audit, time);
    }

    private JailDesk withStages(String... from) {
        return with(
                "auth",
                jail -> jail.stages = Stream.of(from)
                        .map(day -> new Tightening(day, 2, Duration.ofMinutes(10), "ann"))
                        .toList());
    }

    @Test
    void theThresholdsOfTheStageThatHoldsAreTold() {
        JailLine line = now(withStages("2026-12-01", "2027-01-04", "2027-02-01").jail("auth"));

        assertThat(line.maxRetry()).isEqualTo(2);
        assertThat(line.findTime()).isEqualTo(Duration.ofMinutes(10));
        assertThat(line.stage()).contains("2027-01-04");
    }

    @ParameterizedTest
    @ValueSource(strings = {"maxRetry", "maxretry", "findTime"})
    void aThresholdThatAStageHasReplacedIsNotChangedWithoutAWord(String key) {
        jails = withStages("2027-01-04");

        assertThatThrownBy(() -> jails.change("auth", new JailLine.Change(key, "5"), "ann"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(key + " of the stage from 2027-01-04 holds:"
                        + " change or remove that stage in the configuration, and reload");
    }

    @Test
    void aStageThatIsYetToComeDoesNotHinderAChange() {
        jails = withStages("2027-02-01");

        assertThat(now(jails.change("auth", new JailLine.Change("maxRetry", "5"), "ann"))
                        .maxRetry())
                .isEqualTo(5);
    }

    private static Origin origin(InetAddress address) {
        if (Network.parse("192.0.2.0/24").contains(address)) {
            return new Origin(
                    Optional.of("SC"), Optional.of(new Origin.AutonomousSystem(64500, "Example")), Optional.empty());
        }
        return Network.parse("203.0.113.0/24").contains(address)
                ? new Origin(Optional.of("JP"), Optional.empty(), Optional.empty())
                : Origin.UNKNOWN;
    }

    /** Capability 0.5. */
    @Test
    void aThresholdIsTightenedWithoutARestart() {
        JailLine changed = now(jails.change("unknown-users", new JailLine.Change("maxRetry", "2"), "ann"));

        assertThat(changed.maxRetry()).isEqualTo(2);
        assertThat(now(jails.change("unknown-users", new JailLine.Change("mode", "enforce"), "ann"))
                        .mode())
                .isEqualTo("enforce");
        assertThatThrownBy(() -> jails.change("unknown-users", new JailLine.Change("sneeze", "1"), "ann"))
                .hasMessage("Sorry but the command is invalid");
    }
}
