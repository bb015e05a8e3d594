package org.sekisho.rules.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Mode;
import org.sekisho.rules.incident.IncidentSettings.Response;

/** For whom a restriction goes on, and for whom it does not. */
class ProlongingTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration WEEK = Duration.ofDays(7);

    private final Watchtower tower = new Watchtower();

    private String restricted() {
        tower.alarm("countries");
        return tower.incident().id();
    }

    @Test
    @DisplayName("capability 3.7: a restriction goes on while the thief does, for seven days at most")
    void goesOnWhileTheThiefDoes() {
        String id = restricted();
        Instant begun = tower.time.instant();

        for (int hours = 0; hours < 12 * 24; hours += 6) {
            tower.auth(Watchtower.THIEF);
            tower.pass(Duration.ofHours(6));
            boolean over = tower.time.instant().isAfter(begun.plus(WEEK));
            assertThat(tower.find(id).state())
                    .as("after %d h", hours + 6)
                    .isIn(over ? State.RELEASED : State.DEFENDED, State.RELEASED);
            if (!over && tower.time.instant().isBefore(begun.plus(WEEK))) {
                assertThat(tower.find(id).state()).isEqualTo(State.DEFENDED);
            }
        }

        assertThat(tower.find(id).timeline().stream().map(Entry::text))
                .containsOnlyOnce("prolonged while attempts go on, until " + begun.plus(WEEK) + " at most");
    }

    @Test
    void endsADayAfterTheLastAttempt() {
        String id = restricted();
        tower.pass(Duration.ofHours(20));
        tower.auth(Watchtower.THIEF);

        tower.pass(Duration.ofHours(23));
        assertThat(tower.find(id).state()).isEqualTo(State.DEFENDED);
        tower.pass(HOUR);

        assertThat(tower.find(id).state()).isEqualTo(State.RELEASED);
    }

    @Test
    void doesNotGoOnForAnOwnerWhoIsKeptOutToo() {
        tower.govern(Watchtower.settings(Response.RESTRICT, Scope.ALL, false), Mode.ENFORCE);
        String id = restricted();
        tower.pass(Duration.ofHours(20));
        assertThat(tower.auth(Watchtower.HOME)).isEqualTo(535);

        tower.pass(Duration.ofHours(4));

        assertThat(tower.find(id).state()).isEqualTo(State.RELEASED);
        assertThat(tower.find(id).attempts()).isZero();
    }

    @Test
    void doesNotGoOnForWrongPasswords() {
        String id = restricted();
        tower.pass(Duration.ofHours(20));
        tower.session(Watchtower.THIEF).wrong(Watchtower.TARO, Watchtower.OLD_PASSWORD, "no");

        tower.pass(Duration.ofHours(4));

        assertThat(tower.find(id).state()).isEqualTo(State.RELEASED);
    }

    /** Who tries the old one then does no harm. */
    @Test
    void doesNotGoOnOnceThePasswordHasChanged() {
        tower.govern(Watchtower.settings(Response.RESTRICT, Scope.NEW_ORIGINS, false, false), Mode.ENFORCE);
        String id = restricted();
        tower.session(Watchtower.HOME).accepted(Watchtower.TARO, Watchtower.NEW_PASSWORD);
        tower.pass(Duration.ofHours(20));
        tower.auth(Watchtower.THIEF);

        tower.pass(Duration.ofHours(4));

        assertThat(tower.find(id).state()).isEqualTo(State.RELEASED);
    }

    /** The mail server, which is not asked, would not let them in. */
    @Test
    void doesNotGoOnForLoginsWithAnotherPasswordThanTheThiefs() {
        String id = restricted();
        tower.pass(Duration.ofHours(20));
        assertThat(tower.session(Watchtower.THIEF).auth(Watchtower.TARO, Watchtower.NEW_PASSWORD))
                .isEqualTo(535);

        tower.pass(Duration.ofHours(4));

        assertThat(tower.find(id).state()).isEqualTo(State.RELEASED);
        assertThat(tower.find(id).attempts()).isEqualTo(1);
    }

    @Test
    void goesOnForLoginsWithThePasswordOfTheThief() {
        String id = restricted();
        tower.pass(Duration.ofHours(20));
        tower.session(Watchtower.THIEF).auth(Watchtower.TARO, Watchtower.OLD_PASSWORD);

        tower.pass(Duration.ofHours(4));

        assertThat(tower.find(id).state()).isEqualTo(State.DEFENDED);
    }

    @Test
    void endsWhenAnOperatorHasSaid() {
        String id = restricted();
        tower.docket.defend(id, Optional.of(HOUR), Optional.empty(), "", "ben");
        tower.auth(Watchtower.THIEF);
        tower.alarm("messages");

        tower.pass(HOUR);

        assertThat(tower.find(id).state()).isEqualTo(State.RELEASED);
    }

    @Test
    void endsWhenAnOperatorHasSaidAlsoAfterARestart() {
        String id = restricted();
        tower.docket.defend(id, Optional.of(HOUR), Optional.empty(), "", "ben");

        IncidentCodec codec = new IncidentCodec();

        assertThat(codec.decode(codec.encode(tower.find(id))).endSet()).isTrue();
    }

    @Test
    void goesOnWhereAnOperatorHasSaidNoEnd() {
        String id = restricted();
        tower.docket.defend(id, Optional.empty(), Optional.empty(), "", "ben");
        tower.pass(Duration.ofHours(20));
        tower.auth(Watchtower.THIEF);

        tower.pass(Duration.ofHours(4));

        assertThat(tower.find(id).state()).isEqualTo(State.DEFENDED);
    }

    /** The owner would be kept out by whoever likes to. */
    @Test
    void doesNotGoOnWhereEverybodyIsRestricted() {
        tower.govern(Watchtower.settings(Response.RESTRICT, Scope.ALL, false), Mode.ENFORCE);
        String id = restricted();
        tower.pass(Duration.ofHours(20));
        tower.auth(Watchtower.THIEF);

        tower.pass(Duration.ofHours(4));

        assertThat(tower.find(id).state()).isEqualTo(State.RELEASED);
    }
}
