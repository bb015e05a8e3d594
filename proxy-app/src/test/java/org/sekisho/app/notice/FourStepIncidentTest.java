package org.sekisho.app.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Mode;
import org.sekisho.rules.incident.Entry;
import org.sekisho.rules.incident.Incident;
import org.sekisho.rules.incident.IncidentSettings.Response;
import org.sekisho.rules.incident.State;

/** A stolen account from its trial mail to the end, with all that takes part but the network and the mail server. */
class FourStepIncidentTest {
    private static final Duration DAY = Duration.ofDays(1);

    private final Theft theft = new Theft();

    private Incident incident() {
        return theft.docket.of(Theft.TARO).orElseThrow();
    }

    @Test
    @DisplayName(
            "capability 3.5: one timeline: 00:00 probe, 13:37 defence and notice, 31:19 password change, 58:38 a failed"
                    + " malicious login")
    void tellsTheWholeStoryInOneTimeline() {
        theft.govern(Response.ASK, Mode.ENFORCE);
        theft.livesAtHome();

        Theft.Session thief = theft.session(Theft.THIEF);
        assertThat(thief.logsIn(Theft.OLD_PASSWORD)).isZero();
        thief.sendsTrialMail();
        String id = incident().id();

        theft.pass(Duration.ofHours(13).plusMinutes(37));
        theft.docket.defend(id, Optional.empty(), Optional.empty(), "the trial mail is real", "ben");
        theft.mailServer();
        assertThat(theft.session(Theft.THIEF).logsIn(Theft.OLD_PASSWORD)).isEqualTo(535);

        theft.pass(Duration.ofHours(17).plusMinutes(42));
        assertThat(theft.session(Theft.HOME).logsIn(Theft.NEW_PASSWORD)).isZero();

        theft.pass(Duration.ofHours(27).plusMinutes(19));
        theft.session(Theft.THIEF).failsToLogIn(Theft.OLD_PASSWORD);

        Incident over = theft.docket.find(id).toCompletableFuture().join().orElseThrow();
        List<String> lines =
                over.timeline().stream().map(entry -> entry.line(over.opened())).toList();
        assertThat(lines.get(0))
                .startsWith("00:00  probe      trialMails: the message scored ")
                .contains("own-password +100", "new-country +20")
                .endsWith(", from 203.0.113.66 BR AS64500 (sekisho)");
        assertThat(lines.subList(1, lines.size()))
                .containsExactly(
                        "00:00  opened     waits for an operator (sekisho)",
                        "13:37  defended   the trial mail is real, new origins only, until 2027-01-26T01:37:00Z (ben)",
                        "13:37  notice     the owner was told: ja, en (sekisho)",
                        "13:37  attempt    login refused, from 203.0.113.66 (sekisho)",
                        "31:19  password   another password was accepted from the account's home (sekisho)",
                        "31:19  released   by password change (sekisho)",
                        "58:38  attempt    wrong password, from 203.0.113.66 (sekisho)");
        assertThat(theft.sent)
                .singleElement()
                .satisfies(letter -> assertThat(letter.body())
                        .contains("a trial mail such as thieves send", "不正利用の準備", "log in from your usual place"));
    }

    /** As thieves do it: a trial mail, two quiet looks whether the account still works, and the flood after a week. */
    @Test
    @DisplayName("capability 3.3: days from the trial to the abuse, which is caught where the trial was only watched")
    void catchesTheAbuseAWeekAfterATrialAndTwoQuietLooks() {
        theft.govern(Response.RESTRICT, Mode.OBSERVE);
        theft.livesAtHome();
        Theft.Session trial = theft.session(Theft.THIEF);
        trial.logsIn(Theft.OLD_PASSWORD);
        trial.sendsTrialMail();
        String id = incident().id();
        for (int day = 2; day <= 6; day += 2) {
            theft.pass(DAY.multipliedBy(2));
            assertThat(theft.session(Theft.THIEF).logsIn(Theft.OLD_PASSWORD)).isZero();
        }

        theft.pass(DAY.minusHours(1));
        theft.govern(Response.RESTRICT, Mode.ENFORCE);
        Theft.Session flood = theft.session(Theft.THIEF);
        flood.logsIn(Theft.OLD_PASSWORD);
        int passed = flood.sends(100);

        assertThat(passed).isLessThan(50);
        assertThat(incident().id()).isEqualTo(id);
        assertThat(incident().daysToAbuse()).hasValue(6);
        assertThat(theft.session(Theft.THIEF).logsIn(Theft.NEW_PASSWORD)).isEqualTo(535);
        assertThat(incident().state()).isEqualTo(State.DEFENDED);
        assertThat(incident().first(Entry.Kind.PASSWORD)).isEmpty();
        assertThat(theft.session(Theft.HOME).logsIn(Theft.OLD_PASSWORD)).isZero();
    }

    @Test
    void catchesTheAbuseAlsoWhenTheWatchIsOver() {
        theft.govern(Response.RESTRICT, Mode.OBSERVE);
        theft.livesAtHome();
        Theft.Session trial = theft.session(Theft.THIEF);
        trial.logsIn(Theft.OLD_PASSWORD);
        trial.sendsTrialMail();
        for (int day = 0; day < 4; day++) {
            theft.pass(DAY.multipliedBy(3));
            theft.session(Theft.THIEF).logsIn(Theft.OLD_PASSWORD);
        }
        assertThat(theft.docket.of(Theft.TARO)).isEmpty();

        theft.govern(Response.RESTRICT, Mode.ENFORCE);
        Theft.Session flood = theft.session(Theft.THIEF);
        flood.logsIn(Theft.OLD_PASSWORD);

        assertThat(flood.sends(100)).isLessThan(50);
    }

    @Test
    @DisplayName("capability 3.5: the owner of an account that is still being learnt goes on at the place used most")
    void leavesTheOwnerOfANewAccountThePlaceUsedMost() {
        theft.govern(Response.RESTRICT, Mode.ENFORCE);
        for (int day = 0; day < 3; day++) {
            theft.session(Theft.HOME).logsIn(Theft.OLD_PASSWORD);
            theft.pass(DAY);
        }
        Theft.Session thief = theft.session(Theft.THIEF);
        thief.logsIn(Theft.OLD_PASSWORD);
        thief.sendsTrialMail();
        theft.mailServer();

        assertThat(theft.session(Theft.THIEF).logsIn(Theft.OLD_PASSWORD)).isEqualTo(535);
        assertThat(theft.session(Theft.HOME).logsIn(Theft.OLD_PASSWORD)).isZero();
        assertThat(theft.sent)
                .singleElement()
                .satisfies(letter -> assertThat(letter.body())
                        .contains("from all places but the one that you have used most", "最もよくご利用の場所を除き")
                        .contains("The restriction ends by itself at the time above")
                        .doesNotContain("log in from your usual place"));
    }
}
