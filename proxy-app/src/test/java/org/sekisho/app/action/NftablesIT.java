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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.app.action.NftablesSettings.Block;
import org.sekisho.rules.jail.Ban;
import org.sekisho.testing.Await;
import org.sekisho.testing.ManualTime;

/** In a network namespace of the test's own, against the real kernel. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NftablesIT {
    private static final Optional<Instant> IN_AN_HOUR = Bans.HARVESTER.until();

    private final NetworkNamespace network = new NetworkNamespace();
    private final List<Ban> holding = new ArrayList<>();
    private final ManualTime time = new ManualTime();
    private Nftables kernel = kernel(Block.DROP, time);

    @AfterEach
    void end() throws Exception {
        kernel.end();
        holding.clear();
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
        kernel.take(List.of(Bans.banned(ban)));
        assertThat(network.knockShortly(within)).isEqualTo("silent");
        assertThat(network.knock(outside)).isEqualTo("open");

        kernel.take(List.of(Bans.unbanned(ban)));
        assertThat(network.knock(within)).isEqualTo("open");
    }

    @Test
    @DisplayName("capability 1.6: a banned client is rejected")
    void aBannedClientIsRefusedAtOnceWhereThatIsWanted() throws Exception {
        kernel = kernel(Block.REJECT, time);
        kernel.begin();
        kernel.take(List.of(Bans.banned(Bans.HARVESTER)));

        assertThat(network.knock("192.0.2.7")).isEqualTo("refused");
    }

    @Test
    void takesWhatWasBannedBeforeARestart() {
        assertThat(kernel.wants(Bans.restored(Bans.HARVESTER))).isTrue();
    }

    @Test
    void otherPortsStayOpen() throws Exception {
        kernel.begin();
        kernel.take(List.of(Bans.banned(Bans.HARVESTER)));

        assertThat(network.knock("192.0.2.7", 80, 20_000)).isEqualTo("open");
    }

    @Test
    void theKernelEndsABanByItself() throws Exception {
        InstantSource real = InstantSource.system();
        kernel = kernel(Block.REJECT, real);
        kernel.begin();
        kernel.take(List.of(
                Bans.banned(Bans.ban("192.0.2.7", Optional.of(real.instant().plusSeconds(1))))));

        Await.until("the ban has run out", () -> network.knock("192.0.2.7").equals("open"));
    }

    @Test
    void theElementsHaveWhatIsLeftOfTheirBans() throws Exception {
        holding.add(Bans.ban("192.0.2.7", IN_AN_HOUR));
        holding.add(Bans.ban("192.0.2.8", Optional.empty()));
        holding.add(Bans.ban("192.0.2.9", Optional.of(Bans.NOW.plus(Duration.ofDays(365)))));
        holding.add(Bans.ban("192.0.2.10", Optional.of(Bans.NOW)));
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
        kernel.take(List.of(Bans.banned(Bans.HARVESTER)));
        kernel.take(List.of(Bans.banned(Bans.ban("192.0.2.7", Optional.of(Bans.NOW.plus(Duration.ofHours(5)))))));

        assertThat(network.ruleset()).contains("192.0.2.7 timeout 5h").doesNotContain("timeout 1h");
    }

    @Test
    void networksMayLieWithinEachOther() throws Exception {
        Ban wide = Bans.ban("192.0.2.0/24", IN_AN_HOUR);
        Ban narrow = Bans.ban("192.0.2.0/29", IN_AN_HOUR);
        kernel.begin();
        kernel.take(List.of(Bans.banned(narrow), Bans.banned(wide), Bans.banned(Bans.HARVESTER)));
        assertThat(network.ruleset()).contains("192.0.2.0/24").doesNotContain("192.0.2.0/29");

        kernel.take(List.of(Bans.unbanned(wide)));
        assertThat(network.ruleset()).contains("192.0.2.0/29").doesNotContain("192.0.2.0/24");
    }

    @Test
    void anUnbanOfWhatIsNotThereHarmsNothing() throws Exception {
        kernel.begin();
        kernel.take(List.of(Bans.unbanned(Bans.HARVESTER), Bans.banned("192.0.2.8")));

        assertThat(network.ruleset()).contains("192.0.2.8").doesNotContain("192.0.2.7");
    }

    @Test
    void aTableThatACrashLeftIsMadeAnew() throws Exception {
        kernel.begin();
        kernel.take(List.of(Bans.banned(Bans.HARVESTER)));
        kernel = kernel(Block.DROP, time);
        kernel.begin();

        assertThat(network.knock("192.0.2.7")).isEqualTo("open");
    }

    @Test
    void leavesNothingAndTouchesNothingElse() throws Exception {
        network.nft("add table inet others");
        try {
            kernel.begin();
            kernel.take(List.of(Bans.banned(Bans.HARVESTER)));
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
        holding.add(Bans.HARVESTER);
        assertThatThrownBy(() -> kernel.take(List.of(Bans.banned(Bans.HARVESTER))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No such file or directory")
                .hasMessageContaining("CAP_NET_ADMIN");

        kernel.take(List.of(Bans.banned(Bans.HARVESTER)));
        assertThat(network.knockShortly("192.0.2.7")).isEqualTo("silent");
    }

    @Test
    void aHundredThousandBansAreOneRun() throws Exception {
        for (int i = 0; i < 100_000; i++) {
            holding.add(Bans.ban("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255), IN_AN_HOUR));
        }
        kernel.begin();

        assertThat(network.ruleset()).contains("10.0.0.0 ", "10.1.134.159 ");
    }

    private Nftables kernel(Block block, InstantSource clock) {
        return new Nftables(
                new NftablesSettings(true, List.of(25, 465, 587), "sekisho", block),
                network.within("nft"),
                () -> holding,
                clock);
    }
}
