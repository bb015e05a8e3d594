package org.sekisho.rules.greylist;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Point;
import org.sekisho.policy.Wishes;
import org.sekisho.rules.hold.Barrier;
import org.sekisho.rules.hold.Visit;
import org.sekisho.rules.hold.Who;
import org.sekisho.testing.Changed;

final class GreylistTest {
    private static final String CLIENT = "203.0.113.7";
    private static final String FROM = "sender@example.net";
    private static final String TO = "user@example.org";
    private static final Duration DELAY = Duration.ofMinutes(3);

    private final Barrier barrier = new Barrier().greylist(Barrier.greylist(Who.ALL, DELAY, 1));

    @Test
    void tellsAStrangerToComeBackWithACodeThatEveryServerRetries() {
        Decision decision = barrier.from(CLIENT).asks(FROM, TO);

        assertThat(decision).isInstanceOfSatisfying(Decision.Refuse.class, refused -> {
            assertThat(refused.delay()).isZero();
            assertThat(refused.reply().toString()).startsWith("450 4.2.0 Greylisted, try again later (ref ");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "PT1S,          450",
        "PT2M59S,       450",
        "PT3M,          250",
        "PT1H,          250",
        "PT47H59M59S,   250",
        "PT48H,         450",
    })
    void aRetryPassesAfterTheDelayAndWithinTheWindow(Duration after, int code) {
        code(CLIENT, 450);
        barrier.time.advance(after);

        code(CLIENT, code);
    }

    @Test
    void earlyRetriesDoNotRestartTheClock() {
        code(CLIENT, 450);
        barrier.time.advance(Duration.ofSeconds(100));
        code(CLIENT, 450);
        barrier.time.advance(Duration.ofSeconds(80));

        code(CLIENT, 250);
    }

    @Test
    void aRetryFromTheSameNetworkCounts() {
        code("203.0.113.7", 450);
        barrier.time.advance(DELAY);

        code("203.0.113.250", 250);
    }

    @ParameterizedTest
    @CsvSource({"203.0.113.7, 203.0.112.7", "2001:db8:1:1::7, 2001:db8:1:2::7"})
    void aRetryFromAnotherNetworkDoesNot(String first, String second) {
        code(first, 450);
        barrier.time.advance(DELAY);

        code(second, 450);
    }

    @Test
    void anIpv6NetworkIsOneClientByItsFirstHalf() {
        code("2001:db8:1:1::7", 450);
        barrier.time.advance(DELAY);

        code("2001:db8:1:1:ffff::9", 250);
    }

    @Test
    void lettersOfEitherCaseMakeOneTriplet() {
        barrier.from(CLIENT).asks("Sender@Example.NET", "User@Example.ORG");
        barrier.time.advance(DELAY);

        code(CLIENT, 250);
    }

    @Test
    void resettingAndAskingAgainIsNoRetry() {
        Visit visit = barrier.from(CLIENT);
        visit.asks(FROM, TO);
        barrier.time.advance(DELAY);

        assertThat(visit.resets().asks(FROM, TO)).isInstanceOf(Decision.Refuse.class);
    }

    @Test
    void resettingInASecondSessionIsNoSecondRetry() {
        Barrier twice = new Barrier().greylist(Barrier.greylist(Who.ALL, DELAY, 2));
        twice.from(CLIENT).asks(FROM, TO);
        twice.time.advance(DELAY);
        Visit second = twice.from(CLIENT);
        second.asks(FROM, TO);
        twice.time.advance(DELAY);

        assertThat(second.resets().asks(FROM, TO)).isInstanceOf(Decision.Refuse.class);
    }

    @Test
    void aSessionBesideTheFirstIsNoRetry() {
        Visit first = barrier.from(CLIENT);
        Visit second = barrier.from(CLIENT);
        second.asks("other@example.net", TO);
        first.asks(FROM, TO);
        barrier.time.advance(DELAY);

        assertThat(second.asks(FROM, TO)).isInstanceOf(Decision.Refuse.class);
    }

    @Test
    void severalRecipientsOfOneMessageAreNotRetriesOfEachOther() {
        Visit visit = barrier.from(CLIENT);
        visit.asks(FROM, TO);
        barrier.time.advance(DELAY);

        assertThat(visit.asks(FROM, "second@example.org")).isInstanceOf(Decision.Refuse.class);
    }

    @Test
    void aRetryForSomeOfTheRecipientsPasses() {
        Visit first = barrier.from(CLIENT);
        List.of(TO, "second@example.org", "third@example.org").forEach(to -> first.asks(FROM, to));
        barrier.time.advance(DELAY);

        assertThat(barrier.from(CLIENT).asksAndWaits(FROM, "third@example.org").code())
                .isEqualTo(250);
    }

    @Test
    void aTripletThatHasPassedIsRememberedForFiveWeeksAfterItsLastMessage() {
        code(CLIENT, 450);
        barrier.time.advance(DELAY);
        code(CLIENT, 250);
        barrier.time.advance(Duration.ofDays(34));
        code(CLIENT, 250);
        barrier.time.advance(Duration.ofDays(34));
        code(CLIENT, 250);
        barrier.time.advance(Duration.ofDays(35));

        code(CLIENT, 450);
    }

    @Test
    void asManyRetriesCountAsAreAskedFor() {
        Barrier twice = new Barrier().greylist(Barrier.greylist(Who.ALL, DELAY, 2));
        for (int code : List.of(450, 450, 250)) {
            assertThat(twice.from(CLIENT).asksAndWaits(FROM, TO).code()).isEqualTo(code);
            twice.time.advance(DELAY);
        }
    }

    @Test
    void theNullSenderIsExempt() {
        assertThat(barrier.from(CLIENT).asksAndWaits("", TO).code()).isEqualTo(250);
    }

    @Test
    void postmasterIsNeverGreylisted() {
        assertThat(barrier.from(CLIENT)
                        .asksAndWaits(FROM, "postmaster@example.org")
                        .code())
                .isEqualTo(250);
    }

    @Test
    void aClientThatHasComeBackFiveTimesAnHourApartNeedNotAnyMore() {
        for (int i = 0; i < 5; i++) {
            passesWith("sender" + (char) ('a' + i) + "@example.net");
            barrier.time.advance(Duration.ofHours(1));
        }

        assertThat(barrier.from(CLIENT).asksAndWaits("new@example.net", TO).code())
                .isEqualTo(250);
    }

    @Test
    void aBurstOfRetriesIsNoFiveTimes() {
        for (int i = 0; i < 10; i++) {
            passesWith("sender" + (char) ('a' + i) + "@example.net");
        }

        assertThat(barrier.from(CLIENT).asksAndWaits("new@example.net", TO).code())
                .isEqualTo(450);
    }

    @Test
    void aRecipientWhoDoesNotWantItIsLeftAlone() {
        barrier.wishes = new Wishes(Map.of("example.jp", Map.of("greylist", Mode.OFF)));
        Visit visit = barrier.from(CLIENT);

        assertThat(visit.asksAndWaits(FROM, "user@example.jp").code()).isEqualTo(250);
        assertThat(visit.asksAndWaits(FROM, TO).code()).isEqualTo(450);
    }

    @Test
    @DisplayName("capability 2.14: greylisting in general says when it would have let the mail pass")
    void saysWhatItRestsOnAndWhatWouldHaveHelped() {
        code(CLIENT, 450);

        assertThat(barrier.trails)
                .singleElement()
                .satisfies(trail -> assertThat(trail.entries()).singleElement().satisfies(entry -> {
                    assertThat(entry.rule()).isEqualTo("greylist");
                    assertThat(entry.finding().because()).isEqualTo("a new triplet, and the rule is for all clients");
                    assertThat(entry.finding().evidence().toString())
                            .contains("network:203.0.113.0/24 sender@example.net user@example.org");
                    assertThat(entry.finding().unless())
                            .contains("it had come back between 2027-01-04T12:03:00Z and 2027-01-06T12:00:00Z");
                }));
    }

    @Test
    void cannotStandAtData() {
        assertThat(List.of(Point.values()).stream()
                        .filter(point -> Greylist.TYPE.needs().isAssignableFrom(point.stage())))
                .containsExactly(Point.RECIPIENT);
    }

    /** A new triplet, and its retry. */
    private void passesWith(String sender) {
        assertThat(barrier.from(CLIENT).asksAndWaits(sender, TO).code()).isEqualTo(450);
        barrier.time.advance(DELAY);
        assertThat(barrier.from(CLIENT).asksAndWaits(sender, TO).code()).isEqualTo(250);
    }

    @Test
    void theTrailTellsTheCreditAndTheLoad() {
        code(CLIENT, 450);
        barrier.time.advance(DELAY);
        code(CLIENT, 250);
        barrier.from(CLIENT).asks("other@example.net", TO);

        assertThat(barrier.evidence()).contains("shown=1 of 5", "load=it acts under any load");
    }

    private void code(String client, int code) {
        assertThat(barrier.from(client).asksAndWaits(FROM, TO).code()).isEqualTo(code);
    }

    @Test
    void mailThatHadToComeBackMayTellSoInItsHeader() {
        barrier.greylist(Changed.in(Barrier.greylist(Who.ALL, DELAY, 1), "header", true));
        code(CLIENT, 450);
        barrier.time.advance(Duration.ofSeconds(312));
        Visit visit = barrier.from(CLIENT);
        visit.asks(FROM, TO);

        assertThat(visit.begins())
                .isEqualTo(new Decision.Pass(
                        Duration.ZERO,
                        List.of("X-Greylist: delayed 312 seconds by sekisho at mx.example.org;"
                                + " Mon, 4 Jan 2027 12:05:12 +0000")));
    }

    @Test
    void mailIsNotChangedUnlessAnOperatorWantsIt() {
        code(CLIENT, 450);
        barrier.time.advance(DELAY);
        Visit visit = barrier.from(CLIENT);
        visit.asks(FROM, TO);

        assertThat(visit.begins()).isEqualTo(Decision.PASS);
    }
}
