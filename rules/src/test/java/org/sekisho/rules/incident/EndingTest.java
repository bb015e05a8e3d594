package org.sekisho.rules.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.policy.Mode;
import org.sekisho.rules.account.Familiarity;
import org.sekisho.rules.incident.IncidentSettings.Response;

/** How restrictions and incidents end, and how they do not. */
class EndingTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);

    private final Watchtower tower = new Watchtower();

    private String restricted() {
        tower.alarm("countries");
        return tower.incident().id();
    }

    private String dismissed(String net) {
        tower.alarm(net);
        String id = tower.incident().id();
        tower.docket.dismiss(id, "she travels", "ben");
        return id;
    }

    // Restrictions

    @Test
    void letsNetsTellAgainWhenItEndsByTime() {
        restricted();
        tower.pass(DAY);

        assertThat(tower.concluded).containsExactly(Watchtower.TARO + " ENDED");
    }

    @Test
    void isBorneByAnAccountThatHasSentMuchWhenItEndsByTime() {
        tower.alarm("messages");
        tower.alarm("recipients");
        tower.pass(DAY);

        assertThat(tower.concluded).containsExactly(Watchtower.TARO + " ENDURED");
    }

    /** Whoever has sent a trial mail, or is complained about, is no application on a new server. */
    @ParameterizedTest
    @ValueSource(strings = {"trialMails", "countries", "bounces", "complaints"})
    void isNotBorneByAnAccountOfWhichThereWasMoreToSay(String net) {
        tower.alarm("messages");
        tower.alarm(net);
        tower.pass(DAY);

        assertThat(tower.concluded).containsExactly(Watchtower.TARO + " ENDED");
    }

    @Test
    void letsNetsTellAgainWhenItIsDismissedAndNothingIsSuspect() {
        dismissed("countries");

        assertThat(tower.concluded).containsExactly(Watchtower.TARO + " ACQUITTED");
    }

    @Test
    void letsNetsCountAnewWhenAnOperatorReleases() {
        tower.docket.release(restricted(), "she has called", "ben");

        assertThat(tower.concluded).containsExactly(Watchtower.TARO + " RELEASED");
    }

    @Test
    void takesASuspicionBackThatWasOnlyWatched() {
        tower.govern(Response.RESTRICT, Mode.OBSERVE);
        restricted();
        tower.pass(WEEK);

        assertThat(tower.concluded).containsExactly(Watchtower.TARO + " UNFOUNDED");
    }

    @Test
    void takesNoSuspicionBackAfterATrialMail() {
        tower.govern(Response.RESTRICT, Mode.OBSERVE);
        tower.alarm("trialMails", 60, Watchtower.THIEF);
        tower.pass(WEEK);

        assertThat(tower.concluded).containsExactly(Watchtower.TARO + " ENDED");
    }

    @Test
    void takesNoSuspicionBackThatHasLedToARestriction() {
        tower.docket.release(restricted(), "", "ben");
        tower.govern(Response.RESTRICT, Mode.OBSERVE);
        tower.alarm("networks");
        tower.pass(WEEK);

        assertThat(tower.concluded).last().isEqualTo(Watchtower.TARO + " ENDED");
    }

    @Test
    void tellsOfWhatBeginsAndEndsByItself() {
        List<State> told = new ArrayList<>();
        tower.docket.tell(incident -> told.add(incident.state()));

        restricted();
        tower.pass(DAY);

        assertThat(told).containsExactly(State.DEFENDED, State.RELEASED);
    }

    // Password changes

    private State afterAPasswordChangeAt(Familiarity familiarity) {
        tower.knows(Watchtower.HOME, familiarity);
        tower.session(Watchtower.HOME).accepted(Watchtower.TARO, Watchtower.NEW_PASSWORD);
        return tower.incident().state();
    }

    @Test
    @DisplayName("L11: a password change at home releases")
    void isReleasedByAPasswordChangeAtHome() {
        restricted();

        assertThat(afterAPasswordChangeAt(Familiarity.HOME)).isEqualTo(State.RELEASED);
        assertThat(tower.concluded).containsExactly(Watchtower.TARO + " RELEASED");
    }

    @ParameterizedTest
    @EnumSource(names = "HOME", mode = EnumSource.Mode.EXCLUDE)
    void isNotReleasedByAPasswordChangeElsewhere(Familiarity familiarity) {
        restricted();

        assertThat(afterAPasswordChangeAt(familiarity)).isEqualTo(State.DEFENDED);
    }

    /** With 554 the owner can log in although everybody is restricted. */
    @Test
    void isReleasedByAPasswordChangeAlsoWhereEverybodyIsRestricted() {
        tower.govern(Watchtower.settings(Response.RESTRICT, Scope.ALL, false), Mode.ENFORCE);
        restricted();

        assertThat(afterAPasswordChangeAt(Familiarity.HOME)).isEqualTo(State.RELEASED);
    }

    @Test
    void isNotReleasedByAPasswordChangeAfterComplaintsAlone() {
        for (int i = 0; i < 3; i++) {
            tower.docket.told(tower.docket.complaint(Watchtower.TARO, "a complaint"));
        }

        assertThat(afterAPasswordChangeAt(Familiarity.HOME)).isEqualTo(State.DEFENDED);
    }

    /** On the way home the owner cannot have been where the thief is: that alarm is of the session with the new password. */
    @Test
    void isReleasedByAPasswordChangeThatRaisesAnAlarmItself() {
        restricted();

        tower.alarm(Watchtower.TARO, "travel", 80, Watchtower.HOME, Watchtower.NEW_PASSWORD);

        assertThat(afterAPasswordChangeAt(Familiarity.HOME)).isEqualTo(State.RELEASED);
    }

    @Test
    void isNotReleasedByAPasswordThatTheThiefHasFoundOut() {
        restricted();

        tower.alarm(Watchtower.TARO, "networks", 100, "198.51.100.9", Watchtower.NEW_PASSWORD);

        assertThat(afterAPasswordChangeAt(Familiarity.HOME)).isEqualTo(State.DEFENDED);
    }

    // Decisions

    @Test
    void waitsForADecisionForThirtyDays() {
        tower.govern(Response.ASK, Mode.ENFORCE);
        String id = restricted();

        tower.pass(Duration.ofDays(30).minusSeconds(1));
        assertThat(tower.find(id).state()).isEqualTo(State.OPEN);
        tower.pass(Duration.ofSeconds(1));

        assertThat(tower.find(id).state()).isEqualTo(State.DISMISSED);
    }

    @Test
    @DisplayName("capability 3.4: what an operator has dismissed does not restrict the account again for a week")
    void isNotRestrictedAgainForWhatWasDismissed() {
        dismissed("countries");
        tower.knows(Watchtower.THIEF, Familiarity.KNOWN);
        tower.pass(Duration.ofDays(6));

        tower.alarm("countries");

        assertThat(tower.incident().state()).isEqualTo(State.WATCH);
    }

    @Test
    void asksAgainAWeekAfterADismissal() {
        dismissed("countries");
        tower.knows(Watchtower.THIEF, Familiarity.KNOWN);
        tower.pass(WEEK);

        tower.alarm("countries");

        assertThat(tower.incident().state()).isEqualTo(State.OPEN);
    }

    @Test
    void isRestrictedForAnotherPlaceSoonAfterADismissal() {
        dismissed("countries");

        tower.alarm("countries", 100, "198.51.100.99");

        assertThat(tower.incident().state()).isEqualTo(State.DEFENDED);
    }

    @Test
    void doesNotAskAgainForWhatWasDismissed() {
        tower.govern(Response.ASK, Mode.ENFORCE);
        dismissed("countries");
        tower.knows(Watchtower.THIEF, Familiarity.KNOWN);

        tower.alarm("countries");

        assertThat(tower.incident().state()).isEqualTo(State.WATCH);
        assertThat(tower.incident().timeline().stream().map(Entry::text))
                .contains("watched only: an operator has dismissed the net countries at this place");
    }

    @Test
    void asksForAnotherPlaceSoonAfterADismissal() {
        tower.govern(Response.ASK, Mode.ENFORCE);
        dismissed("countries");
        tower.knows(Watchtower.THIEF, Familiarity.KNOWN);

        tower.alarm("countries", 100, "198.51.100.99");

        assertThat(tower.incident().state()).isEqualTo(State.OPEN);
    }

    @Test
    void asksForAnotherNetSoonAfterADismissal() {
        tower.govern(Response.ASK, Mode.ENFORCE);
        dismissed("countries");
        tower.knows(Watchtower.THIEF, Familiarity.KNOWN);

        tower.alarm("messages");

        assertThat(tower.incident().state()).isEqualTo(State.OPEN);
    }

    @Test
    void asksWhereNobodyKnowsWhetherThePlaceWasDismissed() {
        tower.govern(Response.ASK, Mode.ENFORCE);
        dismissed("countries");
        tower.forgetsEverybody();

        tower.alarm("countries");

        assertThat(tower.incident().state()).isEqualTo(State.OPEN);
    }

    @Test
    void doesNotOverrideAnOperatorWhoDismissesMeanwhile() {
        tower.answers = new CompletableFuture<>();
        String id = dismissed("countries");

        tower.answers.complete(null);

        assertThat(tower.find(id).state()).isEqualTo(State.DISMISSED);
        assertThat(tower.auth(Watchtower.THIEF)).isZero();
    }

    @Test
    void aDismissalOutlivesARestart() {
        String id = dismissed("countries");

        Docket docket = Watchtower.restarted(tower.store, tower.time);

        assertThat(docket.defend(id, Optional.empty(), Optional.empty(), "a mistake", "ben")
                        .toCompletableFuture()
                        .join())
                .isPresent();
    }

    @Test
    void neverRestrictsAnAccountThatIsExempt() {
        tower.alarm(Watchtower.EXEMPT, "messages", 100, Watchtower.THIEF);

        assertThat(tower.docket.of(Watchtower.EXEMPT).map(Incident::state)).contains(State.WATCH);
    }

    @Test
    @DisplayName("capability 3.11: the clause that a restriction rests on stands in the timeline")
    void namesItsLegalReference() {
        restricted();

        assertThat(tower.incident().first(Entry.Kind.DEFENDED).map(Entry::text))
                .contains("automatically, for the net countries, new origins only, until 2027-01-05T12:00:00Z,"
                        + " under Terms, article 12");
    }
}
