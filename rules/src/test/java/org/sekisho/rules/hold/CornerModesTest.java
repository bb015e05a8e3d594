package org.sekisho.rules.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.rules.greylist.GreylistSettings;
import org.sekisho.rules.tarpit.TarpitSettings;
import org.sekisho.rules.tarpit.TarpitSettings.Leavers;
import org.sekisho.testing.Changed;

/** What the family of rules is known for, each as the two rules make it. */
final class CornerModesTest {
    private static final String SUSPECT = "203.0.113.7";
    private static final String SERVER = "198.51.100.25";
    private static final String FROM = "sender@example.net";
    private static final String TO = "user@example.org";

    private final Barrier barrier = new Barrier();

    CornerModesTest() {
        barrier.dns.host("mail.example.net", SERVER);
    }

    @Test
    @DisplayName("capability 2.14: plain greylisting puts everybody off")
    void plainGreylisting() {
        barrier.greylist(Barrier.greylist(Who.ALL, Duration.ofMinutes(3), 1));

        assertThat(barrier.from(SERVER).asksAndWaits(FROM, TO).code()).isEqualTo(450);
        assertThat(barrier.from(SUSPECT).asksAndWaits(FROM, TO).code()).isEqualTo(450);
    }

    @Test
    @DisplayName("capability 2.14: a plain tarpit makes everybody wait")
    void plainTarpit() {
        barrier.tarpit(Barrier.tarpit(Who.ALL, Duration.ofSeconds(65), Leavers.DELAY));

        assertThat(barrier.from(SERVER).asks(FROM, TO).delay()).hasSeconds(65);
        assertThat(barrier.from(SUSPECT).asks(FROM, TO).delay()).hasSeconds(65);
    }

    @Test
    @DisplayName("capability 2.3: Rgrey greylists suspects only")
    void rgrey() {
        barrier.greylist(Barrier.greylist(Who.SUSPECTS, Duration.ofMinutes(5), 1));

        assertThat(barrier.from(SERVER).asksAndWaits(FROM, TO).code()).isEqualTo(250);
        assertThat(barrier.from(SUSPECT).asksAndWaits(FROM, TO).code()).isEqualTo(450);
    }

    @Test
    @DisplayName("capability 2.4: Starpit makes suspects wait, each time, and greylists nobody")
    void starpit() {
        barrier.tarpit(Barrier.tarpit(Who.SUSPECTS, Duration.ofSeconds(85), Leavers.DELAY));

        assertThat(barrier.from(SERVER).asks(FROM, TO).delay()).isZero();
        for (int i = 0; i < 3; i++) {
            Visit visit = barrier.from(SUSPECT);
            assertThat(visit.asks(FROM, TO).delay()).hasSeconds(85);
            visit.leaves();
        }
    }

    @Test
    @DisplayName("capability 2.5: taRgrey lets a suspect that waits pass")
    void targreyLetsTheSurvivorPass() {
        targrey(125, 30);
        Visit visit = barrier.from(SUSPECT);

        assertThat(visit.asks(FROM, TO).delay()).hasSeconds(125);
        assertThat(visit.waits().code()).isEqualTo(250);
        visit.sends();
    }

    @Test
    @DisplayName("capability 2.5: taRgrey saves a suspect that left by its retry")
    void targreySavesByRetry() {
        targrey(125, 30);
        barrierLeft();

        assertThat(barrier.from(SUSPECT).asksAndWaits(FROM, TO).code()).isEqualTo(450);
        barrier.time.advance(Duration.ofMinutes(30));
        assertThat(barrier.from(SUSPECT).asksAndWaits(FROM, TO).code()).isEqualTo(250);
    }

    @ParameterizedTest
    @CsvSource({"125, 30", "95, 10"})
    @DisplayName("capability 2.6: the published profiles, 125 s and 30 min, 95 s and 10 min")
    void publishedProfiles(int seconds, int minutes) {
        targrey(seconds, minutes);
        Visit visit = barrier.from(SUSPECT);
        assertThat(visit.asks(FROM, TO).delay()).hasSeconds(seconds);
        visit.leaves();

        assertThat(barrier.from(SUSPECT).asksAndWaits(FROM, TO).code()).isEqualTo(450);
        barrier.time.advance(Duration.ofMinutes(minutes).minusSeconds(1));
        assertThat(barrier.from(SUSPECT).asksAndWaits(FROM, TO).code()).isEqualTo(450);
        barrier.time.advance(Duration.ofSeconds(1));
        assertThat(barrier.from(SUSPECT).asksAndWaits(FROM, TO).code()).isEqualTo(250);
    }

    @Test
    void targreyLeavesOthersAlone() {
        targrey(125, 30);

        assertThat(barrier.from(SERVER).asks(FROM, TO).delay()).isZero();
        assertThat(barrier.from(SERVER).asksAndWaits(FROM, TO).code()).isEqualTo(250);
    }

    @Test
    void theDefaultsOfBothRulesAreTargreyWithAModernDelay() {
        barrier.longestDelay = Duration.ofSeconds(30);
        barrier.tarpit(TarpitSettings.DEFAULTS).greylist(GreylistSettings.DEFAULTS);
        Visit visit = barrier.from(SUSPECT);

        assertThat(visit.asks(FROM, TO).delay()).hasSeconds(25);
        assertThat(visit.waits().code()).isEqualTo(250);
        assertThat(GreylistSettings.DEFAULTS.delay()).isLessThanOrEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void waitingAndThenComingBackAsWellCanBeAskedFor() {
        barrier.tarpit(TarpitSettings.DEFAULTS).greylist(Changed.in(GreylistSettings.DEFAULTS, "sparesWaiting", false));
        Visit visit = barrier.from(SUSPECT);

        assertThat(visit.asks(FROM, TO).delay()).hasSeconds(25);
        assertThat(visit.waits().code()).isEqualTo(450);
    }

    private void targrey(int seconds, int minutes) {
        barrier.tarpit(Barrier.tarpit(Who.SUSPECTS, Duration.ofSeconds(seconds), Leavers.GREYLIST))
                .greylist(Barrier.greylist(Who.SUSPECTS, Duration.ofMinutes(minutes), 1));
    }

    private void barrierLeft() {
        Visit visit = barrier.from(SUSPECT);
        visit.asks(FROM, TO);
        visit.leaves();
    }
}
