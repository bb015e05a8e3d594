package org.sekisho.app.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.app.action.NftablesSettings.Block;
import org.sekisho.rules.jail.Ban;
import org.sekisho.rules.jail.BanEvent;
import org.sekisho.rules.jail.BanList;
import org.sekisho.rules.jail.Response;
import org.sekisho.settings.Network;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.Await;
import org.sekisho.testing.ManualTime;

/** In a network namespace of the test's own, against the real kernel. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NftablesIT {
    private static final Optional<Instant> IN_AN_HOUR = Bans.HARVESTER.until();

    private final NetworkNamespace network = new NetworkNamespace();
    private final ManualTime time = new ManualTime();
    private final Set<Network> allowed = new TreeSet<>();
    private final List<BanEvent> events = new ArrayList<>();
    private BanList bans = bans(time);
    private Nftables kernel = kernel(Block.DROP, time);

    @AfterEach
    void end() throws Exception {
        kernel.end();
        allowed.clear();
        events.clear();
        bans = bans(time);
        kernel = kernel(Block.DROP, time);
    }

    @AfterAll
    void stop() {
        network.close();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7, 192.0.2.8",
        "192.0.2.0/29, 192.0.2.7, 198.51.100.9",
        "2001:db8::7, 2001:db8::7, 2001:db8:0:1::7",
        "2001:db8:0:1::/64, 2001:db8:0:1::7, 2001:db8::7"
    })
    @DisplayName("capability 1.6: a banned client is dropped silently")
    void aBannedClientConnectsInVainUntilItIsUnbanned(String subject, String within, String outside) throws Exception {
        Ban ban = Bans.ban(subject, IN_AN_HOUR);
        kernel.begin();
        ban(ban);
        assertThat(network.knockShortly(within)).isEqualTo("silent");
        assertThat(network.knock(outside)).isEqualTo("open");

        unban(subject);
        assertThat(network.knock(within)).isEqualTo("open");
    }

    @Test
    @DisplayName("capability 1.6: a banned client is rejected")
    void aBannedClientIsRefusedAtOnceWhereThatIsWanted() throws Exception {
        kernel = kernel(Block.REJECT, time);
        kernel.begin();
        ban(Bans.HARVESTER);

        assertThat(network.knock("192.0.2.7")).isEqualTo("refused");
    }

    @Test
    void takesWhatWasBannedBeforeARestart() {
        assertThat(kernel.wants(Bans.restored(Bans.HARVESTER))).isTrue();
    }

    @Test
    void otherPortsStayOpen() throws Exception {
        kernel.begin();
        ban(Bans.HARVESTER);

        assertThat(network.knock("192.0.2.7", 80, 20_000)).isEqualTo("open");
    }

    @Test
    void theKernelEndsABanByItself() throws Exception {
        InstantSource real = InstantSource.system();
        bans = bans(real);
        kernel = kernel(Block.REJECT, real);
        kernel.begin();
        ban(Bans.ban("192.0.2.7", Optional.of(real.instant().plusSeconds(1))));

        Await.until("the ban has run out", () -> network.knock("192.0.2.7").equals("open"));
    }

    @Test
    void theElementsHaveWhatIsLeftOfTheirBans() throws Exception {
        bans.impose(Bans.ban("192.0.2.7", IN_AN_HOUR));
        bans.impose(Bans.ban("192.0.2.8", Optional.empty()));
        bans.impose(Bans.ban("192.0.2.9", Optional.of(Bans.NOW.plus(Duration.ofDays(365)))));
        bans.impose(Bans.ban("192.0.2.10", Optional.of(Bans.NOW)));
        time.advance(Duration.ofMinutes(40));
        kernel.begin();
        time.advance(Duration.ofMinutes(-40));

        assertThat(network.ruleset())
                .contains("192.0.2.7 timeout 20m expires 19m")
                .containsPattern("192\\.0\\.2\\.8[,\\s]")
                .containsPattern("192\\.0\\.2\\.9[,\\s]")
                .doesNotContain("192.0.2.10");
    }

    @Test
    void aNewBanOfTheSameClientHasANewEnd() throws Exception {
        kernel.begin();
        ban(Bans.HARVESTER);
        ban(Bans.ban("192.0.2.7", Optional.of(Bans.NOW.plus(Duration.ofHours(5)))));

        assertThat(network.ruleset()).contains("192.0.2.7 timeout 5h").doesNotContain("timeout 1h");
    }

    @Test
    void networksMayLieWithinEachOther() throws Exception {
        Ban wide = Bans.ban("192.0.2.0/24", IN_AN_HOUR);
        Ban narrow = Bans.ban("192.0.2.0/29", IN_AN_HOUR);
        kernel.begin();
        ban(narrow, wide, Bans.HARVESTER);
        assertThat(network.ruleset()).contains("192.0.2.0/24").doesNotContain("192.0.2.0/29");

        unban("192.0.2.0/24");
        assertThat(network.ruleset()).contains("192.0.2.0/29").doesNotContain("192.0.2.0/24");
    }

    @Test
    void anUnbanOfWhatIsNotThereHarmsNothing() throws Exception {
        kernel.begin();
        events.add(Bans.unbanned(Bans.HARVESTER));
        ban(Bans.ban("192.0.2.8", IN_AN_HOUR));

        assertThat(network.ruleset()).contains("192.0.2.8").doesNotContain("192.0.2.7");
    }

    @Test
    void aTableThatACrashLeftIsMadeAnew() throws Exception {
        kernel.begin();
        ban(Bans.HARVESTER);
        bans = bans(time);
        kernel = kernel(Block.DROP, time);
        kernel.begin();

        assertThat(network.knock("192.0.2.7")).isEqualTo("open");
    }

    @Test
    void leavesNothingAndTouchesNothingElse() throws Exception {
        network.nft("add table inet others");
        try {
            kernel.begin();
            ban(Bans.HARVESTER);
            kernel.end();

            assertThat(network.ruleset().strip()).isEqualTo("table inet others {\n}");
        } finally {
            network.nft("delete table inet others");
        }
    }

    @Test
    void leavesNothingAfterAFailureEither() throws Exception {
        kernel.begin();
        kernel.lost();
        kernel.end();

        assertThat(network.ruleset()).isEmpty();
    }

    @Test
    void afterAFailureTheKernelGetsAllBansThatHold() throws Exception {
        kernel.begin();
        network.nft("delete table inet sekisho");
        assertThatThrownBy(() -> ban(Bans.HARVESTER))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No such file or directory")
                .hasMessageContaining("CAP_NET_ADMIN");

        kernel.take(events);
        assertThat(network.knockShortly("192.0.2.7")).isEqualTo("silent");
    }

    @Test
    void aHundredThousandBansAreOneRun() throws Exception {
        for (int i = 0; i < 100_000; i++) {
            bans.impose(Bans.ban("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255), IN_AN_HOUR));
        }
        kernel.begin();

        assertThat(network.ruleset()).contains("10.0.0.0 ", "10.1.134.159 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.7", "192.0.2.0/29", "2001:db8::7", "2001:db8::/64"})
    void whatTwoJailsHaveBannedIsOneElementAtTheStart(String subject) throws Exception {
        bans.impose(byJail(subject, "auth", 1));
        bans.impose(byJail(subject, "recidive", 7 * 24));
        bans.impose(byJail(subject, "harvest", 2));
        kernel.begin();

        assertThat(network.ruleset()).containsOnlyOnce(subject + " timeout 7d");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "192.0.2.0/29, 192.0.2.7",
        "2001:db8::7, 2001:db8::7",
        "2001:db8::/64, 2001:db8::7"
    })
    void whenTheBanOfOneJailEndsThatOfAnotherHolds(String subject, String within) throws Exception {
        kernel.begin();
        ban(byJail(subject, "auth", 1), byJail(subject, "recidive", 7 * 24));
        time.advance(Duration.ofHours(1));
        bans.expire();
        tell();
        time.advance(Duration.ofHours(-1));
        assertThat(network.knockShortly(within)).isEqualTo("silent");

        unban(subject);
        assertThat(network.knock(within)).isEqualTo("open");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.7", "192.0.2.0/29", "2001:db8::7", "2001:db8::/64"})
    void aShorterBanByAnotherJailShortensNothing(String subject) throws Exception {
        kernel.begin();
        ban(byJail(subject, "recidive", 7 * 24));
        ban(byJail(subject, "auth", 1));

        assertThat(network.ruleset()).contains(subject + " timeout 7d").doesNotContain("timeout 1h");
    }

    @Test
    void anAddressStaysBannedWhenItsNetworkIsUnbanned() throws Exception {
        kernel.begin();
        ban(Bans.ban("192.0.2.0/29", IN_AN_HOUR), byJail("192.0.2.7", "auth", 1), byJail("192.0.2.7", "recidive", 24));
        unban("192.0.2.0/29");
        assertThat(network.knockShortly("192.0.2.7")).isEqualTo("silent");

        unban("192.0.2.7");
        assertThat(network.knock("192.0.2.7")).isEqualTo("open");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7, 192.0.2.7",
        "192.0.2.0/24, 192.0.2.7, 192.0.2.7",
        "192.0.2.7, 192.0.2.0/24, 192.0.2.7",
        "2001:db8::/32, 2001:db8:0:1::/64, 2001:db8:0:1::7"
    })
    void whoIsAllowedConnectsWhateverIsBanned(String subject, String allow, String client) throws Exception {
        allowed.add(Network.parse(allow));
        kernel.begin();
        ban(Bans.ban(subject, IN_AN_HOUR));

        assertThat(network.knock(client)).isEqualTo("open");
    }

    @Test
    void anAllowedClientWithinABannedNetworkConnectsForAsLongAsItIsAllowed() throws Exception {
        bans.impose(Bans.ban("192.0.2.0/24", IN_AN_HOUR));
        kernel.begin();
        assertThat(network.knockShortly("192.0.2.7")).isEqualTo("silent");

        allowed.add(Network.parse("192.0.2.7"));
        allowed.add(Network.parse("192.0.2.0/29"));
        kernel.idle();
        assertThat(network.knock("192.0.2.7")).isEqualTo("open");
        assertThat(network.knockShortly("192.0.2.8")).isEqualTo("silent");

        allowed.clear();
        kernel.idle();
        assertThat(network.knockShortly("192.0.2.7")).isEqualTo("silent");
    }

    @Test
    void anEventBringsTheAllowedWithIt() throws Exception {
        kernel.begin();
        allowed.add(Network.parse("192.0.2.7"));
        ban(Bans.ban("192.0.2.0/24", IN_AN_HOUR));

        assertThat(network.knock("192.0.2.7")).isEqualTo("open");
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhomASessionSendsAwayIsKeptFromConnecting(Response response) throws Exception {
        boolean away = response == Response.REFUSE || response == Response.DROP;
        bans.impose(Bans.ban("192.0.2.7", "auth", IN_AN_HOUR, response));
        kernel.begin();
        assertThat(network.ruleset().contains("192.0.2.7")).isEqualTo(away);

        ban(Bans.ban("192.0.2.8", "auth", IN_AN_HOUR, response));
        ban(Bans.ban("198.51.100.0/24", "auth", IN_AN_HOUR, response));
        assertThat(network.ruleset().contains("192.0.2.8")).isEqualTo(away);
        assertThat(network.ruleset().contains("198.51.100.0/24")).isEqualTo(away);
    }

    private static Ban byJail(String subject, String jail, int hours) {
        return Bans.ban(subject, jail, Optional.of(Bans.NOW.plus(Duration.ofHours(hours))), Response.REFUSE);
    }

    private Nftables kernel(Block block, InstantSource clock) {
        return new Nftables(
                new NftablesSettings(true, List.of(25, 465, 587), "sekisho", block),
                network.within("nft"),
                bans,
                () -> Set.copyOf(allowed),
                clock);
    }

    private BanList bans(InstantSource clock) {
        BanList made = new BanList(new MemoryStore(clock), clock);
        made.observe(events::add);
        return made;
    }

    private void ban(Ban... some) throws Exception {
        for (Ban ban : some) {
            bans.impose(ban);
        }
        tell();
    }

    private void unban(String subject) throws Exception {
        bans.remove(Network.parse(subject), "alice").toCompletableFuture().join();
        tell();
    }

    /** What has happened since it was told last. */
    private void tell() throws Exception {
        kernel.take(events);
        events.clear();
    }
}
