package org.sekisho.rules.jail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Happening.Source;
import org.sekisho.policy.Mode;
import org.sekisho.smtp.Reply;

/** The jail for those who try recipients that do not exist. */
class HarvesterTest {
    private static final String CLIENT = "192.0.2.7";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Precinct precinct = new Precinct();

    /** Capabilities 0.1 and 1.1: three within 300 s are 3600 s, before the reply to the third is written. */
    @Test
    void bansAfterThreeUnknownRecipientsInFiveMinutes() {
        precinct.with("unknown-users");
        Precinct.Client client = precinct.from(CLIENT).unknown("a@example.org", "b@example.org");
        assertThat(precinct.banned).isEmpty();
        precinct.pass(Duration.ofSeconds(299));
        client.unknown("c@example.org");
        assertThat(precinct.banned).singleElement().satisfies(ban -> {
            assertThat(ban.subject()).hasToString(CLIENT);
            assertThat(ban.jail()).isEqualTo("unknown-users");
            assertThat(ban.since()).isEqualTo(precinct.time.instant());
            assertThat(ban.until()).contains(precinct.time.instant().plusSeconds(3_600));
            assertThat(ban.failures()).isEqualTo(3);
            assertThat(ban.times()).isZero();
        });
    }

    @Test
    void forgetsAFailureThatIsAsOldAsFindTime() {
        precinct.with("unknown-users");
        precinct.from(CLIENT).unknown("a@example.org");
        precinct.pass(Duration.ofMinutes(5)).from(CLIENT).unknown("b@example.org", "c@example.org");
        assertThat(precinct.banned).isEmpty();
    }

    @Test
    void countsFailuresOfSeveralSessions() {
        precinct.with("unknown-users");
        for (String name : List.of("a", "b", "c")) {
            precinct.pass(MINUTE).from(CLIENT).unknown(name + "@example.org").leaves(MINUTE);
        }
        assertThat(precinct.inForce()).containsExactly(CLIENT);
    }

    @Test
    void countsAnswersFromMemory() {
        precinct.with("unknown-users");
        Precinct.Client client = precinct.from(CLIENT);
        for (String name : List.of("a", "b", "c")) {
            client.rcpt(name + "@example.org", Precinct.UNKNOWN, Source.POLICY);
        }
        assertThat(precinct.inForce()).containsExactly(CLIENT);
    }

    /** Evidence has the time, what it was, from whom and to whom. */
    @Test
    void saysWhatTheClientHasDone() {
        precinct.with("unknown-users").from(CLIENT).unknown("a@example.org", "b@example.org", "c@example.org");
        assertThat(precinct.banned.get(0).evidence())
                .hasSize(3)
                .first()
                .isEqualTo("2027-01-04T12:00:00Z from=<a@client.test> to=<a@example.org> 550 5.1.1");
    }

    @Test
    void keepsTheNewestTenLinesOfEvidence() {
        precinct.with("unknown-users", jail -> jail.maxRetry = 15);
        precinct.from(CLIENT)
                .unknown(IntStream.range(0, 15)
                        .mapToObj(i -> "user" + i + "@example.org")
                        .toArray(String[]::new));
        assertThat(precinct.banned.get(0).failures()).isEqualTo(15);
        assertThat(precinct.banned.get(0).evidence())
                .hasSize(10)
                .first()
                .asString()
                .contains("user5@");
    }

    @Test
    void takesTheSameRecipientOverAndOverForAMistake() {
        precinct.with("unknown-users");
        for (int i = 0; i < 50; i++) {
            precinct.from(CLIENT).unknown("Gone@example.org", "gone@example.org");
        }
        assertThat(precinct.banned).isEmpty();
    }

    @Test
    void sparesWhoeverNamesMostlyGoodRecipients() {
        precinct.with("unknown-users");
        Precinct.Client list = precinct.from(CLIENT);
        for (int i = 0; i < 10; i++) {
            list.rcpt("good" + i + "@example.org", Precinct.OK);
        }
        list.unknown("a@example.org", "b@example.org", "c@example.org");
        assertThat(precinct.banned).isEmpty();
    }

    @Test
    void bansWhoeverNamesMostlyBadRecipients() {
        precinct.with("unknown-users");
        precinct.from(CLIENT)
                .rcpt("good@example.org", Precinct.OK)
                .unknown("a@example.org", "b@example.org", "c@example.org");
        assertThat(precinct.inForce()).containsExactly(CLIENT);
    }

    @Test
    void leavesThePostmasterAndUsersOut() {
        precinct.with("unknown-users", jail -> jail.maxRetry = 1);
        precinct.from(CLIENT).unknown("postmaster@example.org").rcptOfUser("x@example.org", Precinct.UNKNOWN);
        assertThat(precinct.banned).isEmpty();
    }

    /** Capability 0.3. */
    @Test
    void beginsAnewWhenTheBanIsOver() {
        precinct.with("unknown-users").from(CLIENT).unknown("a@example.org", "b@example.org", "c@example.org");
        precinct.pass(Duration.ofSeconds(3_599));
        assertThat(precinct.inForce()).containsExactly(CLIENT);
        precinct.pass(Duration.ofSeconds(1));
        assertThat(precinct.inForce()).isEmpty();
        precinct.from(CLIENT).unknown("d@example.org", "e@example.org");
        assertThat(precinct.inForce()).isEmpty();
        precinct.from(CLIENT).unknown("f@example.org");
        assertThat(precinct.inForce()).containsExactly(CLIENT);
        assertThat(precinct.banned.get(1).times()).isEqualTo(1);
    }

    /** Capability 1.7. */
    @Test
    void bansForEverWithANegativeBanTime() {
        precinct.with("unknown-users", jail -> jail.banTime = JailSettings.PERMANENT)
                .from(CLIENT)
                .unknown("a@example.org", "b@example.org", "c@example.org");
        assertThat(precinct.banned.get(0).until()).isEqualTo(Optional.empty());
    }

    /** Capability 0.4: nobody is banned, and what it would have cost is told. */
    @Test
    void onlyTellsWhomItWouldBanWhereItObserves() {
        precinct.with("unknown-users", jail -> jail.mode = Mode.OBSERVE);
        precinct.from(CLIENT).unknown("a@example.org", "b@example.org", "c@example.org", "d@example.org");
        precinct.from(CLIENT).sends("good@example.org").sends("good@example.org");
        assertThat(precinct.banned).isEmpty();
        assertThat(precinct.wouldBan)
                .singleElement()
                .satisfies(ban -> assertThat(ban.subject()).hasToString(CLIENT));
        assertThat(precinct.status("unknown-users").wouldBans()).singleElement().satisfies(would -> {
            assertThat(would.subject()).isEqualTo(CLIENT);
            assertThat(would.goodMail()).isEqualTo(2);
            assertThat(would.until()).isEqualTo(would.since().plusSeconds(3_600));
        });
    }

    @Test
    void doesNothingWhereItIsOff() {
        precinct.with("unknown-users", jail -> jail.mode = Mode.OFF);
        precinct.from(CLIENT).unknown("a@example.org", "b@example.org", "c@example.org");
        assertThat(precinct.wouldBan).isEmpty();
        assertThat(precinct.status("unknown-users").totalFailed()).isZero();
    }

    /** Capability 0.5: what was counted counts for the tighter threshold, too. */
    @Test
    void isTightenedWithoutARestart() {
        precinct.with("unknown-users", jail -> jail.maxRetry = 100);
        precinct.from(CLIENT).unknown("a@example.org", "b@example.org", "c@example.org");
        precinct.with("unknown-users", jail -> jail.maxRetry = 4);
        precinct.from(CLIENT).unknown("d@example.org");
        assertThat(precinct.inForce()).containsExactly(CLIENT);
    }

    /** Capability 0.5, with dates that were approved beforehand. */
    @Test
    void isTightenedInStages() {
        precinct.with("unknown-users", jail -> {
            jail.maxRetry = 100;
            jail.stages = List.of(
                    new Tightening("2027-01-06", 3, Duration.ofMinutes(5), "K. Sato"),
                    new Tightening("2027-01-05", 50, Duration.ofMinutes(5), "K. Sato"));
        });
        String[] four = {"a@example.org", "b@example.org", "c@example.org", "d@example.org"};
        precinct.from(CLIENT).unknown(four);
        precinct.pass(Duration.ofDays(1)).from(CLIENT).unknown(four);
        assertThat(precinct.banned).isEmpty();
        precinct.pass(Duration.ofDays(1)).from(CLIENT).unknown(four);
        assertThat(precinct.inForce()).containsExactly(CLIENT);
    }

    /** Capability 1.5. */
    @Test
    void leavesIgnoredNetworksAlone() {
        precinct.with("unknown-users").from("172.31.255.1").unknown("a@example.org", "b@example.org", "c@example.org");
        assertThat(precinct.banned).isEmpty();
        assertThat(precinct.status("unknown-users").totalFailed()).isZero();
    }

    /** Capability 1.5, by name. */
    @Test
    void leavesIgnoredHostsAlone() {
        precinct.dns.address("monitor.example.net", CLIENT);
        precinct.with("unknown-users", jail -> jail.ignoreIp = List.of("monitor.example.net"));
        String[] three = {"a@example.org", "b@example.org", "c@example.org"};
        precinct.from(CLIENT).unknown(three);
        precinct.from("192.0.2.8").unknown(three);
        assertThat(precinct.inForce()).containsExactly("192.0.2.8");
    }

    @Test
    void bansNobodyWhileAnIgnoredHostCannotBeLookedUp() {
        precinct.dns.failing("monitor.example.net");
        precinct.with("unknown-users", jail -> jail.ignoreIp = List.of("monitor.example.net"));
        precinct.from(CLIENT).unknown("a@example.org", "b@example.org", "c@example.org");
        assertThat(precinct.banned).isEmpty();
        precinct.dns.mended("monitor.example.net");
        precinct.from(CLIENT).unknown("a@example.org", "b@example.org", "c@example.org");
        assertThat(precinct.inForce()).containsExactly(CLIENT);
    }

    @Test
    void takesANetworkOf64BitsForOneClient() {
        precinct.with("unknown-users");
        precinct.from("2001:db8::1").unknown("a@example.org");
        precinct.from("2001:db8::2").unknown("b@example.org");
        precinct.from("2001:db8::ffff:0:0:3").unknown("c@example.org");
        assertThat(precinct.inForce()).containsExactly("2001:db8::/64");
    }

    /** Capability 0.8. */
    @Test
    void bansANetworkWhoseAddressesEachStayBelowTheThreshold() {
        precinct.with("unknown-users", jail -> jail.aggregates = new Aggregates(8, 24, 48, 0, 0));
        for (int i = 1; i <= 4; i++) {
            precinct.from("192.0.2." + i).unknown("a" + i + "@example.org", "b" + i + "@example.org");
        }
        assertThat(precinct.inForce()).containsExactly("192.0.2.0/24");
        assertThat(precinct.banned.get(0).evidence()).first().asString().contains(" 192.0.2.1 from=<");
    }

    @Test
    void tellsWhatTheBanOfANetworkWouldHaveCost() {
        precinct.with("unknown-users", jail -> {
            jail.mode = Mode.OBSERVE;
            jail.aggregates = new Aggregates(3, 24, 48, 0, 0);
        });
        for (int i = 1; i <= 3; i++) {
            precinct.from("192.0.2." + i).unknown("a" + i + "@example.org");
        }
        precinct.from("192.0.2.200").sends("good@example.org");
        assertThat(precinct.status("unknown-users").wouldBans())
                .extracting(would -> would.subject() + " " + would.goodMail())
                .containsExactly("192.0.2.0/24 1");
    }

    @Test
    void bansNoNetworkForWhatOneOfItsClientsHasDone() {
        precinct.with("unknown-users", jail -> {
            jail.mode = Mode.OBSERVE;
            jail.aggregates = new Aggregates(4, 24, 48, 0, 0);
        });
        precinct.from("192.0.2.1")
                .unknown(IntStream.range(0, 20)
                        .mapToObj(i -> "user" + i + "@example.org")
                        .toArray(String[]::new));
        assertThat(precinct.wouldBan)
                .extracting(ban -> ban.subject().toString())
                .containsExactly("192.0.2.1");
    }

    /** Capability 0.10. */
    @Test
    void tellsHarvestingSprayingAndMistakesApart() {
        precinct.with("unknown-users", jail -> jail.maxRetry = 100);
        precinct.from("192.0.2.1").unknown("a@example.org", "b@example.org", "c@example.org", "d@example.org");
        precinct.from("192.0.2.2").unknown("a@example.org", "b@example.com", "c@example.net");
        precinct.from("192.0.2.3").unknown("gone@example.org", "gone@example.org", "gone@example.org");
        assertThat(precinct.status("unknown-users").failing())
                .extracting(suspect -> suspect.subject() + " " + suspect.different() + " " + suspect.pattern())
                .containsExactly("192.0.2.1 4 harvesting", "192.0.2.2 3 spraying", "192.0.2.3 1 mistake");
    }

    @Test
    void tellsTheShareOfAClientsRecipientsThatAreGood() {
        precinct.with("unknown-users", jail -> jail.maxRetry = 100);
        precinct.from("192.0.2.1")
                .rcpt("good@example.org", Precinct.OK)
                .unknown("a@example.org", "b@example.org", "c@example.org")
                .leaves(MINUTE);
        assertThat(precinct.status("unknown-users").failing())
                .singleElement()
                .satisfies(suspect -> assertThat(suspect.goodPercent()).contains(25));
    }

    @Test
    void tellsNoShareWhereTheJailDoesNotCountGoodRecipients() {
        precinct.with("auth").from(CLIENT).guesses("ann", 1);
        assertThat(precinct.status("auth").failing())
                .singleElement()
                .satisfies(suspect -> assertThat(suspect.goodPercent()).isEmpty());
    }

    @Test
    void doesNotCountWhatABannedClientDoes() {
        precinct.with("unknown-users").from(CLIENT).unknown("a@example.org", "b@example.org", "c@example.org");
        precinct.from(CLIENT).unknown("d@example.org", "e@example.org", "f@example.org");
        assertThat(precinct.status("unknown-users").totalFailed()).isEqualTo(3);
    }

    @Test
    void givesWhoeverWasUnbannedACleanSheet() {
        precinct.with("unknown-users").from(CLIENT).unknown("a@example.org", "b@example.org", "c@example.org");
        Ban ban = precinct.banned.remove(0);
        precinct.keeper.told(new BanEvent.Unbanned(ban, precinct.time.instant(), "operator alice"));
        precinct.from(CLIENT).unknown("d@example.org", "e@example.org");
        assertThat(precinct.banned).isEmpty();
        precinct.from(CLIENT).unknown("f@example.org");
        assertThat(precinct.inForce()).containsExactly(CLIENT);
    }

    @Test
    void countsNoBanThatTheGuardHasPrevented() {
        precinct.with("unknown-users").from(CLIENT).unknown("a@example.org", "b@example.org", "c@example.org");
        Ban ban = precinct.banned.remove(0);
        precinct.keeper.told(new BanEvent.Spared(ban, precinct.time.instant(), "sends good mail"));
        precinct.from(CLIENT).unknown("d@example.org", "e@example.org", "f@example.org");
        assertThat(precinct.banned).as("before the ban would have been over").isEmpty();
        precinct.pass(Duration.ofHours(1));
        precinct.from(CLIENT).unknown("a@example.org", "b@example.org", "c@example.org");
        assertThat(precinct.banned).singleElement().extracting(Ban::times).isEqualTo(0);
    }

    @Test
    void countsThoseThatArePutOffAndNeverComeBack() {
        precinct.with("deferred-recipients", jail -> jail.maxRetry = 3);
        Reply later = Reply.of(450, "4.2.0", "Greylisted");
        Precinct.Client client = precinct.from(CLIENT);
        for (String name : List.of("a", "b", "b", "c")) {
            assertThat(precinct.banned).isEmpty();
            client.rcpt(name + "@example.org", later, Source.POLICY);
        }
        assertThat(precinct.inForce()).containsExactly(CLIENT);
    }

    @Test
    void forgetsThatAClientWasPutOffWhenItsMailIsAccepted() {
        precinct.with("deferred-recipients", jail -> jail.maxRetry = 3);
        Reply later = Reply.of(450, "4.2.0", "Greylisted");
        precinct.from(CLIENT)
                .rcpt("a@example.org", later, Source.POLICY)
                .rcpt("b@example.org", later, Source.POLICY)
                .sends("a@example.org")
                .rcpt("c@example.org", later, Source.POLICY)
                .rcpt("d@example.org", later, Source.POLICY);
        assertThat(precinct.banned).isEmpty();
    }
}
