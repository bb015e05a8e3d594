package org.sekisho.rules.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.policy.Mode;
import org.sekisho.rules.account.Familiarity;
import org.sekisho.rules.incident.IncidentSettings.Response;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.FullStore;

/** The life of an incident. */
class IncidentTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final Watchtower tower = new Watchtower();

    @Test
    @DisplayName("capability 3.3: an account is watched for seven days after a probe")
    void watchesForSevenDaysAfterAProbe() {
        tower.govern(Response.ASK, Mode.OBSERVE);
        tower.alarm("trialMails");
        String id = tower.incident().id();

        tower.pass(Duration.ofDays(7).minusSeconds(1));
        assertThat(tower.find(id).state()).isEqualTo(State.WATCH);
        tower.pass(Duration.ofSeconds(1));

        assertThat(tower.find(id).state()).isEqualTo(State.DISMISSED);
    }

    @Test
    @DisplayName("capability 3.3: days from the probe, which is on day 0, to the abuse")
    void countsTheDaysFromProbeToAbuse() {
        tower.govern(Response.ASK, Mode.OBSERVE);
        tower.alarm("trialMails");
        tower.pass(Duration.ofDays(5).plusHours(3));
        tower.alarm("messages");

        assertThat(tower.incident().daysToAbuse()).isEqualTo(OptionalLong.of(5));
    }

    @Test
    @DisplayName("capability 3.4: an alarm waits for an operator, who restricts what is necessary")
    void waitsForAnOperator() {
        tower.govern(Response.ASK, Mode.ENFORCE);
        tower.alarm("countries");
        assertThat(tower.auth(Watchtower.THIEF)).isZero();

        tower.docket.defend(tower.incident().id(), Optional.of(HOUR), Optional.empty(), "", "ben");

        assertThat(tower.auth(Watchtower.THIEF)).isEqualTo(535);
        assertThat(tower.auth(Watchtower.HOME)).isZero();
    }

    @Test
    @DisplayName("capability 3.4: an operator dismisses a false alarm")
    void isDismissed() {
        tower.govern(Response.ASK, Mode.ENFORCE);
        tower.alarm("countries");
        String id = tower.incident().id();

        tower.docket.dismiss(id, "she travels", "ben");
        tower.pass(HOUR);

        assertThat(tower.find(id).state()).isEqualTo(State.DISMISSED);
        assertThat(tower.docket.present()).isEmpty();
    }

    @Test
    @DisplayName("capability 3.7: attempts on a restricted account are counted and stand in the timeline")
    void countsAttempts() {
        tower.alarm("countries");

        for (int i = 0; i < 30; i++) {
            tower.auth(Watchtower.THIEF);
        }

        assertThat(tower.incident().attempts()).isEqualTo(30);
        assertThat(tower.incident().timeline())
                .filteredOn(entry -> entry.kind() == Entry.Kind.ATTEMPT)
                .hasSize(10)
                .allSatisfy(entry -> assertThat(entry.text()).isEqualTo("login refused, from 203.0.113.66"));
    }

    @Test
    void restrictsByItselfForADay() {
        tower.alarm("countries");
        assertThat(tower.auth(Watchtower.THIEF)).isEqualTo(535);

        tower.pass(DAY);

        assertThat(tower.auth(Watchtower.THIEF)).isZero();
        assertThat(tower.incident().state()).isEqualTo(State.RELEASED);
    }

    @Test
    void neverShortensWhatAnOperatorHasSaid() {
        tower.alarm("countries");
        Duration week = Duration.ofDays(7);
        tower.docket.defend(tower.incident().id(), Optional.of(week), Optional.of(Scope.ALL), "", "ben");

        tower.alarm("messages");

        assertThat(tower.incident().until()).contains(tower.time.instant().plus(week));
        assertThat(tower.incident().scope()).isEqualTo(Scope.ALL);
    }

    @Test
    void isOpenedAgainByAnotherAlarmSoonAfterItsEnd() {
        tower.alarm("countries");
        String id = tower.incident().id();
        tower.pass(DAY);
        assertThat(tower.find(id).state()).isEqualTo(State.RELEASED);

        tower.alarm("messages");

        assertThat(tower.incident().id()).isEqualTo(id);
        assertThat(tower.auth(Watchtower.THIEF)).isEqualTo(535);
    }

    @Test
    void asksWhereTheScoreIsNotEnoughToAct() {
        tower.alarm("travel", 80, Watchtower.THIEF);

        assertThat(tower.incident().state()).isEqualTo(State.OPEN);
    }

    @Test
    void asksWhereTheThiefIsAtTheOwnersHome() {
        tower.alarm("messages", 100, Watchtower.HOME);

        assertThat(tower.incident().state()).isEqualTo(State.OPEN);
    }

    @Test
    void asksWhereNobodyKnowsWhetherTheClientIsAtHome() {
        tower.forgetsEverybody();
        tower.alarm("countries");

        assertThat(tower.incident().state()).isEqualTo(State.OPEN);
    }

    @Test
    void onlyWatchesForNetsThatOnlyWatch() {
        tower.govern(Response.RESTRICT, Mode.OBSERVE);
        tower.alarm("countries");

        assertThat(tower.incident().state()).isEqualTo(State.WATCH);
        assertThat(tower.auth(Watchtower.THIEF)).isZero();
    }

    @Test
    void hasNoIncidentForANetThatIsOff() {
        tower.govern(Response.RESTRICT, Mode.OFF);
        tower.alarm("countries");

        assertThat(tower.docket.of(Watchtower.TARO)).isEmpty();
    }

    @Test
    @DisplayName("capability 4.12: alarms of several nets join one incident, each under its net's name")
    void joinsTheAlarmsOfSeveralNets() {
        tower.alarm("countries");
        tower.alarm("messages");

        assertThat(tower.incident().nets()).containsExactly("countries", "messages");
        assertThat(tower.docket.present()).hasSize(1);
    }

    /** One message may be too many, with too many recipients and too long. */
    @Test
    void isRestrictedOnceByWhatSeveralNetsTellAtOnce() {
        List<Incident> told = new ArrayList<>();
        tower.docket.tell(told::add);
        tower.alarm("messages");
        Instant since = tower.incident().since();
        tower.pass(HOUR);
        tower.alarm("recipients");
        tower.alarm("octets");

        assertThat(told).hasSize(1);
        assertThat(tower.incident().since()).isEqualTo(since);
        assertThat(tower.incident().timeline())
                .filteredOn(entry -> entry.kind() == Entry.Kind.DEFENDED)
                .hasSize(1);
        assertThat(tower.incident().until()).contains(since.plus(HOUR).plus(DAY));
    }

    @Test
    void doesNotSuspectPlacesForNetsThatOnlyWatchAndAreNotSure() {
        tower.govern(Response.RESTRICT, Mode.OBSERVE);
        tower.alarm("travel", 80, Watchtower.THIEF);
        tower.session("198.51.100.9").accepted(Watchtower.TARO, Watchtower.OLD_PASSWORD);

        assertThat(tower.suspected).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"OBSERVE, trialMails, 60", "OBSERVE, countries, 100", "ENFORCE, travel, 80"})
    void suspectsPlacesForAlarmsThatCount(Mode nets, String net, int score) {
        tower.govern(Response.RESTRICT, nets);
        tower.alarm(net, score, Watchtower.THIEF);

        assertThat(tower.suspected).containsExactly(Watchtower.THIEF);
    }

    @Test
    void suspectsPlacesWhereTheAccountIsFirstSeenAfterATrialMail() {
        tower.govern(Response.RESTRICT, Mode.OBSERVE);
        tower.alarm("trialMails", 60, Watchtower.THIEF);
        tower.session("198.51.100.9").accepted(Watchtower.TARO, Watchtower.OLD_PASSWORD);

        assertThat(tower.suspected).containsExactly(Watchtower.THIEF, "198.51.100.9");
    }

    @Test
    void isReleasedByAnOperator() {
        tower.alarm("countries");

        tower.docket.release(tower.incident().id(), "she has called", "ben");

        assertThat(tower.auth(Watchtower.THIEF)).isZero();
    }

    @Test
    void isNotReleasedByTheSamePasswordFromHome() {
        tower.alarm("countries");

        tower.session(Watchtower.HOME).accepted(Watchtower.TARO, Watchtower.OLD_PASSWORD);

        assertThat(tower.auth(Watchtower.THIEF)).isEqualTo(535);
    }

    @Test
    void isNotReleasedByAnotherPasswordFromElsewhere() {
        tower.alarm("countries");
        tower.knows("198.51.100.9", Familiarity.KNOWN);

        tower.session("198.51.100.9").accepted(Watchtower.TARO, Watchtower.NEW_PASSWORD);

        assertThat(tower.auth(Watchtower.THIEF)).isEqualTo(535);
    }

    @Test
    void forgetsThePasswordWhenItIsClosed() {
        tower.alarm("countries");
        assertThat(tower.incident().passwordHash()).isPresent();

        tower.docket.release(tower.incident().id(), "", "ben");

        assertThat(tower.incident().passwordHash()).isEmpty();
    }

    @Test
    void outlivesARestart() {
        tower.alarm("countries");

        assertThat(Watchtower.restarted(tower.store, tower.time).defending(Watchtower.TARO))
                .contains(tower.incident());
    }

    @Test
    void holdsAlsoWhereTheDiskIsFullAndIsWrittenLater() {
        MemoryStore disk = new MemoryStore(tower.time);
        tower.store.becomes(new FullStore(disk));
        tower.alarm("countries");
        assertThat(tower.auth(Watchtower.THIEF)).isEqualTo(535);

        tower.store.becomes(disk);
        tower.pass(HOUR);

        assertThat(Watchtower.restarted(disk, tower.time).defending(Watchtower.TARO))
                .isPresent();
    }

    @Test
    void keepsTheFirstLineOfEachKindWhenThereAreTooMany() {
        tower.alarm("trialMails");
        String id = tower.incident().id();
        Instant first = tower.time.instant();

        for (int i = 0; i < 2 * Incident.MOST_ENTRIES; i++) {
            tower.pass(Duration.ofMinutes(1));
            tower.docket.note(id, "note " + i, "ben");
        }

        Incident incident = tower.find(id);
        assertThat(incident.timeline()).hasSize(Incident.MOST_ENTRIES);
        assertThat(incident.first(Entry.Kind.PROBE).map(Entry::time)).contains(first);
    }

    @Test
    void isNotHiddenByWhatIsAddedToAnEarlierOne() {
        tower.alarm("countries");
        String earlier = tower.incident().id();
        tower.docket.dismiss(earlier, "", "ben");
        tower.alarm("messages");

        tower.docket.noticeSent(tower.find(earlier), "ja");

        assertThat(tower.auth(Watchtower.THIEF)).isEqualTo(535);
    }

    @Test
    void isReadAsItWasWritten() {
        tower.govern(Watchtower.settings(Response.RESTRICT, Scope.ALL, true), Mode.ENFORCE);
        tower.alarm("trialMails");
        Incident incident = tower.incident();

        IncidentCodec codec = new IncidentCodec();

        assertThat(codec.decode(codec.encode(incident))).isEqualTo(incident);
    }

    @Test
    void hasAnIdThatCanBeSaid() {
        tower.alarm("countries");

        assertThat(tower.incident().id()).matches("([a-z][aeiou]){2}-([a-z][aeiou]){3}");
    }
}
