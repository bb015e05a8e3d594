package org.sekisho.rules.greylist;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Trail.Effect;
import org.sekisho.policy.Trail.Outcome;
import org.sekisho.rules.hold.Barrier;
import org.sekisho.rules.hold.Visit;
import org.sekisho.rules.tarpit.TarpitSettings;

/** What greylisting does while it only watches, and when it is only explained. */
final class GreylistWatchingTest {
    private static final String CLIENT = "203.0.113.7";
    private static final String FROM = "sender@example.net";
    private static final String TO = "user@example.org";

    private final Barrier barrier = new Barrier().greylist(Mode.OBSERVE, GreylistSettings.DEFAULTS);

    @Test
    void putsNobodyOffAndSaysWhomItWouldHave() {
        assertThat(barrier.from(CLIENT).asksAndWaits(FROM, TO).code()).isEqualTo(250);

        assertThat(barrier.trails)
                .singleElement()
                .satisfies(trail -> assertThat(trail.entries())
                        .singleElement()
                        .satisfies(entry -> assertThat(entry.effect()).isEqualTo(Effect.WOULD_HAVE_ACTED)));
    }

    @Test
    void mailThatIsTakenMeanwhileIsKnownWhenGreylistingBegins() {
        Visit visit = barrier.from(CLIENT);
        visit.asksAndWaits(FROM, TO);
        visit.sends();
        barrier.time.advance(Duration.ofDays(30));
        barrier.greylist(GreylistSettings.DEFAULTS);

        assertThat(barrier.from(CLIENT).asksAndWaits(FROM, TO).code()).isEqualTo(250);
        assertThat(barrier.from(CLIENT).asksAndWaits("new@example.net", TO).code())
                .isEqualTo(450);
    }

    @Test
    void aSenderWithoutAMessageIsNotKnownWhenGreylistingBegins() {
        barrier.from(CLIENT).asksAndWaits(FROM, TO);
        barrier.greylist(GreylistSettings.DEFAULTS);

        assertThat(barrier.from(CLIENT).asksAndWaits(FROM, TO).code()).isEqualTo(450);
    }

    @Test
    void clientsAreKnownWhenGreylistingBegins() {
        for (int i = 0; i < 5; i++) {
            Visit visit = barrier.from(CLIENT);
            visit.asksAndWaits("sender" + (char) ('a' + i) + "@example.net", TO);
            visit.sends();
            barrier.time.advance(Duration.ofHours(1));
        }
        barrier.greylist(GreylistSettings.DEFAULTS);

        assertThat(barrier.from(CLIENT).asksAndWaits("new@example.net", TO).code())
                .isEqualTo(250);
    }

    @Test
    void whereBothRulesWatchOnlyTheTarpitClaimsTheClient() {
        barrier.tarpit(Mode.OBSERVE, TarpitSettings.DEFAULTS);
        barrier.from(CLIENT).asksAndWaits(FROM, TO);

        assertThat(barrier.trails)
                .singleElement()
                .satisfies(trail -> assertThat(trail.entries())
                        .extracting(entry -> entry.rule() + " " + entry.effect())
                        .containsExactly("tarpit WOULD_HAVE_ACTED", "greylist PASSED"));
    }

    @Test
    void anExplanationOfTheTwoInForceIsWhatHappens() {
        barrier.tarpit(TarpitSettings.DEFAULTS).greylist(GreylistSettings.DEFAULTS);

        assertThat(barrier.from(CLIENT).explained(FROM, TO)).isEqualTo(Outcome.DELAYED);
        assertThat(barrier.held.count()).isZero();
    }
}
