package org.sekisho.rules.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.policy.Finding.Evidence;
import org.sekisho.policy.Mode;
import org.sekisho.rules.FailureAnswer;
import org.sekisho.rules.account.Familiarity;
import org.sekisho.rules.incident.IncidentSettings.Response;

/** The rule accounts. */
class RestrictedTest {
    private final Watchtower tower = new Watchtower();

    @Test
    @DisplayName("capability 4.1: the net countries disables AUTH for the account")
    void disablesAuthForTheAccount() {
        tower.govern(Watchtower.settings(Response.RESTRICT, Scope.ALL, false), Mode.ENFORCE);
        tower.alarm("countries");

        assertThat(tower.auth(Watchtower.THIEF)).isEqualTo(535);
        assertThat(tower.auth(Watchtower.HOME)).isEqualTo(535);
        assertThat(tower.session(Watchtower.THIEF).auth("jiro@example.jp")).isZero();
    }

    @Test
    @DisplayName("capability 4.2: a flag makes AUTH answer 535, and release clears it")
    void isClearedByRelease() {
        tower.alarm("countries");
        assertThat(tower.auth(Watchtower.THIEF)).isEqualTo(535);

        tower.docket.release(tower.incident().id(), "", "ben");

        assertThat(tower.auth(Watchtower.THIEF)).isZero();
    }

    @Test
    void meetsOnlyTheThief() {
        tower.alarm("countries");
        tower.knows("198.51.100.9", Familiarity.KNOWN);

        assertThat(tower.auth(Watchtower.THIEF)).isEqualTo(535);
        assertThat(tower.auth(Watchtower.HOME)).isZero();
        assertThat(tower.auth("198.51.100.9")).isZero();
    }

    /** Of each mechanism it has heard one wrong password; a refusal of its own teaches it nothing. */
    @ParameterizedTest
    @CsvSource({
        "PLAIN, 300, 'Error: authentication failed:'",
        "LOGIN, 1200, 'Error: authentication failed: UGFzc3dvcmQ6'",
        "CRAM-MD5, 2345, 'Error: authentication failed: PDEuMkBhPg=='"
    })
    void saysWhatTheMailServerSaysToAWrongPasswordAndAfterItsTime(String mechanism, int millis, String words) {
        Watchtower.Session guess = tower.session("198.51.100.1");
        guess.wrong("PLAIN", "jiro@example.jp", 1, "Error: authentication failed:", took(300));
        guess.wrong("LOGIN", "jiro@example.jp", 1, "Error: authentication failed: UGFzc3dvcmQ6", took(1_200));
        guess.wrong("CRAM-MD5", "jiro@example.jp", 1, "Error: authentication failed: PDEuMkBhPg==", took(2_345));
        guess.wrong(mechanism, "jiro@example.jp", 1, "ours", Optional.empty());
        tower.alarm("countries");

        Watchtower.Session thief = tower.session(Watchtower.THIEF);
        thief.auth(mechanism, Watchtower.TARO);

        assertThat(thief.said()).isEqualTo("5.7.8 " + words);
        assertThat(thief.waited()).isEqualTo(Duration.ofMillis(millis));
    }

    /** For the first one the mail server is connected to, which takes half a second more. */
    @Test
    void takesAsLongAsTheFirstFailureOfASessionAndThenAsLaterOnes() {
        Watchtower.Session guess = tower.session("198.51.100.1");
        guess.wrong("PLAIN", "jiro@example.jp", 1, "No", took(800));
        guess.wrong("PLAIN", "jiro@example.jp", 2, "No", took(300));
        tower.alarm("countries");

        Watchtower.Session thief = tower.session(Watchtower.THIEF);
        thief.auth("PLAIN", Watchtower.TARO);
        assertThat(thief.waited()).isEqualTo(Duration.ofMillis(800));
        thief.wrong("PLAIN", Watchtower.TARO, 7, "No", Optional.empty());
        thief.auth("PLAIN", Watchtower.TARO);
        assertThat(thief.waited()).isEqualTo(Duration.ofMillis(300));
    }

    /** A refused token gets an error first, for which the mail server connects and looks the token up. */
    @Test
    void takesAsLongAsARefusedTokenToTheErrorBeforeTheRefusal() {
        tower.session("198.51.100.1").wrongToken("jiro@example.jp", Duration.ofMillis(420), Duration.ofMillis(2_010));
        tower.alarm("countries");

        Watchtower.Session thief = tower.session(Watchtower.THIEF);
        thief.auth("XOAUTH2", Watchtower.TARO);

        assertThat(thief.challenged).isEqualTo(Duration.ofMillis(420));
        assertThat(thief.waited()).isEqualTo(Duration.ofMillis(2_010));
    }

    @Test
    void countsARefusalOfItsOwnOnce() {
        tower.alarm("countries");

        tower.session(Watchtower.THIEF).auth(Watchtower.TARO);
        tower.session(Watchtower.THIEF).wrong("PLAIN", Watchtower.TARO, 7, "ours", Optional.empty());

        assertThat(tower.incident().attempts()).isEqualTo(1);
    }

    private static Optional<Duration> took(int millis) {
        return Optional.of(Duration.ofMillis(millis));
    }

    @Test
    void saysWhatMailServersUsuallySayUntilItHasHeardOurs() {
        tower.alarm("countries");

        Watchtower.Session thief = tower.session(Watchtower.THIEF);
        thief.auth(Watchtower.TARO);

        assertThat(thief.said()).isEqualTo("5.7.8 Error: authentication failed:");
        assertThat(thief.waited()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void refusesMailOfSessionsThatHaveLoggedInBefore() {
        Watchtower.Session thief = tower.session(Watchtower.THIEF).accepted(Watchtower.TARO, 7);
        tower.alarm("countries");

        assertThat(thief.mail()).isEqualTo(554);
        assertThat(thief.rcpt()).isEqualTo(554);
        assertThat(thief.data()).isEqualTo(554);
    }

    @Test
    void refusesMailInsteadOfTheLoginWhereThatIsConfigured() {
        Watchtower other = new Watchtower(new RestrictedSettings(554), FailureAnswer.PASS);
        other.alarm("countries");

        Watchtower.Session thief = other.session(Watchtower.THIEF);

        assertThat(thief.auth(Watchtower.TARO)).isZero();
        assertThat(thief.accepted(Watchtower.TARO, 7).mail()).isEqualTo(554);
        assertThat(thief.said())
                .startsWith(
                        "5.7.1 No mail is taken from this account at present; ask the postmaster of submit.example.jp");
    }

    @Test
    void leavesStrangersAlone() {
        tower.alarm("countries");

        assertThat(tower.session(Watchtower.THIEF).mail()).isZero();
    }

    @Test
    void knowsAnAccountInWhateverCase() {
        tower.alarm("countries");

        assertThat(tower.session(Watchtower.THIEF).auth("Taro@Example.JP")).isEqualTo(535);
    }

    @Test
    void refusesEverybodyOfAnAccountThatKnowsNoPlaceYet() {
        tower.alarm("countries");
        tower.knows(Watchtower.HOME, Familiarity.LEARNING);

        assertThat(tower.auth(Watchtower.HOME)).isEqualTo(535);
    }

    @Test
    void canBeExplained() {
        tower.alarm("countries");
        tower.auth(Watchtower.THIEF);

        assertThat(tower.lastTrail().entries().get(0).finding().evidence())
                .contains(new Evidence("incident", tower.incident().id()), new Evidence("nets", "countries"));
        assertThat(tower.lastTrail().entries().get(0).finding().unless())
                .contains("an operator had released it: sekisho incident "
                        + tower.incident().id() + " release");
    }

    @Test
    void passesWhereTheStoreFailsUnlessItIsToDefer() {
        tower.docket.defend(opened(tower), Optional.empty(), Optional.empty(), "", "ben");
        tower.forgetsEverybody();
        assertThat(tower.auth(Watchtower.THIEF)).isZero();

        Watchtower strict = new Watchtower(RestrictedSettings.DEFAULTS, FailureAnswer.DEFER);
        strict.docket.defend(opened(strict), Optional.empty(), Optional.empty(), "", "ben");
        strict.forgetsEverybody();
        assertThat(strict.auth(Watchtower.THIEF)).isEqualTo(451);
    }

    private static String opened(Watchtower tower) {
        tower.alarm("countries");
        return tower.incident().id();
    }
}
