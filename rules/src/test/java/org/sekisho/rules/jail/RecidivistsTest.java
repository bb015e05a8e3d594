package org.sekisho.rules.jail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Mode;
import org.sekisho.settings.Network;

/** The jail for those who are banned again and again. */
class RecidivistsTest {
    private static final String CLIENT = "192.0.2.7";

    private final Precinct precinct = new Precinct();

    @BeforeEach
    void begin() {
        mode(Mode.ENFORCE, Mode.ENFORCE);
    }

    private void mode(Mode unknownUsers, Mode recidive) {
        precinct.keeper.replace(new Jails(Map.of(
                "unknown-users", Jails.defaultsOf("unknown-users").but(jail -> jail.mode = unknownUsers),
                "recidive", Jails.defaultsOf("recidive").but(jail -> jail.mode = recidive))));
    }

    private void banned(int times) {
        for (int i = 0; i < times; i++) {
            precinct.from(CLIENT).unknown("a@example.org", "b@example.org", "c@example.org");
            precinct.pass(Duration.ofHours(2));
        }
    }

    /** Capability 1.4: five bans in a day are a week. */
    @Test
    void bansForAWeekAfterFiveBansInADay() {
        banned(4);
        assertThat(precinct.inForce()).isEmpty();
        Instant fifth = precinct.time.instant();
        banned(1);
        assertThat(precinct.banned).last().satisfies(ban -> {
            assertThat(ban.jail()).isEqualTo("recidive");
            assertThat(ban.subject()).hasToString(CLIENT);
            assertThat(ban.until()).contains(fifth.plusSeconds(604_800));
            assertThat(ban.evidence()).hasSize(5).allMatch(line -> line.endsWith(" banned by unknown-users"));
        });
    }

    @Test
    void countsNoBanThatIsMoreThanADayOld() {
        banned(4);
        precinct.pass(Duration.ofDays(1));
        banned(1);
        assertThat(precinct.inForce()).isEmpty();
    }

    @Test
    void countsNeitherRestoredBansNorOperatorsNorItsOwn() {
        Instant now = precinct.time.instant();
        for (int i = 0; i < 5; i++) {
            precinct.keeper.told(new BanEvent.Banned(ban("unknown-users", 3), now, true));
            precinct.keeper.told(new BanEvent.Banned(ban("unknown-users", 0), now, false));
            precinct.keeper.told(new BanEvent.Banned(ban("recidive", 5), now, false));
        }
        assertThat(precinct.status("recidive").totalFailed()).isZero();
    }

    @Test
    void leavesIgnoredNetworksAlone() {
        precinct.keeper.replace(new Jails(Map.of(
                "recidive", Jails.defaultsOf("recidive").but(jail -> {
                    jail.mode = Mode.ENFORCE;
                    jail.ignoreIp = List.of("192.0.2.0/24");
                }))));
        for (int i = 0; i < 5; i++) {
            precinct.keeper.told(new BanEvent.Banned(ban("unknown-users", 3), precinct.time.instant(), false));
        }
        assertThat(precinct.banned).isEmpty();
    }

    @Test
    void leavesHostsAloneThatAreIgnoredByName() {
        precinct.dns.address("relay.example", CLIENT);
        precinct.keeper.replace(new Jails(Map.of(
                "recidive", Jails.defaultsOf("recidive").but(jail -> {
                    jail.mode = Mode.ENFORCE;
                    jail.ignoreIp = List.of("relay.example");
                }))));
        for (int i = 0; i < 5; i++) {
            precinct.keeper.told(new BanEvent.Banned(ban("unknown-users", 3), precinct.time.instant(), false));
        }
        assertThat(precinct.banned).isEmpty();
    }

    @Test
    void countsBansOfNetworks() {
        Instant now = precinct.time.instant();
        Ban network = new Ban(
                Network.parse("198.51.100.0/24"),
                "unknown-users",
                now,
                Optional.empty(),
                "sekisho",
                9,
                0,
                List.of(),
                Response.REFUSE);
        for (int i = 0; i < 5; i++) {
            precinct.keeper.told(new BanEvent.Banned(network, now, false));
        }
        assertThat(precinct.inForce()).containsExactly("198.51.100.0/24");
    }

    /** Nobody is kept out for what a jail that only watches would have done. */
    @Test
    void countsWhatWouldHaveBeenBannedOnlyWhereItObservesItself() {
        mode(Mode.OBSERVE, Mode.ENFORCE);
        banned(6);
        assertThat(precinct.banned).isEmpty();
        mode(Mode.OBSERVE, Mode.OBSERVE);
        banned(5);
        assertThat(precinct.banned).isEmpty();
        assertThat(precinct.wouldBan).last().extracting(Ban::jail).isEqualTo("recidive");
    }

    private static Ban ban(String jail, int failures) {
        return new Ban(
                Network.parse(CLIENT),
                jail,
                Instant.EPOCH,
                Optional.empty(),
                "sekisho",
                failures,
                0,
                List.of(),
                Response.REFUSE);
    }
}
