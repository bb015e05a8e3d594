package org.sekisho.rules.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Complaints of others about an account. */
class ComplaintsTest {
    private final Watchtower tower = new Watchtower();

    private void complain() {
        tower.docket.told(tower.docket.complaint(Watchtower.TARO, "a complaint: spam"));
    }

    @Test
    @DisplayName("capability 4.11: an account is suspended on complaints of third parties")
    void restrictsAnAccountThatManyComplainAbout() {
        complain();
        complain();
        assertThat(tower.incident().state()).isEqualTo(State.OPEN);
        complain();

        assertThat(tower.auth(Watchtower.THIEF)).isEqualTo(535);
    }

    private void complain(int times) {
        for (int i = 0; i < times; i++) {
            complain();
        }
    }

    /** They come for days, about what the thief has sent before. */
    @Test
    void doesNotRestrictAgainForLateComplaints() {
        complain(3);
        tower.docket.release(tower.incident().id(), "she has a new password", "ben");

        complain(5);
        tower.pass(Duration.ofDays(5));
        complain(5);

        assertThat(tower.incident().state()).isEqualTo(State.OPEN);
        assertThat(tower.auth(Watchtower.THIEF)).isZero();
    }

    @Test
    void doesNotRestrictAgainForLateComplaintsThatAnOperatorHasDismissed() {
        complain(3);
        String id = tower.incident().id();
        tower.docket.release(id, "she has a new password", "ben");
        complain();
        tower.docket.dismiss(id, "all from last week", "ben");

        complain(5);

        assertThat(tower.docket.of(Watchtower.TARO)).isEmpty();
        assertThat(tower.find(id).timeline().stream().map(Entry::text))
                .contains("watched only: an operator has dismissed the net complaints: a complaint: spam");
    }

    @Test
    void restrictsAgainForComplaintsAfterAWhile() {
        complain(3);
        tower.docket.release(tower.incident().id(), "she has a new password", "ben");
        complain();

        tower.pass(Duration.ofDays(8));
        complain(2);
        assertThat(tower.incident().state()).isEqualTo(State.OPEN);
        complain();

        assertThat(tower.incident().state()).isEqualTo(State.DEFENDED);
    }

    @Test
    void doesNotGoOnForLongerThanItMayHoweverManyComplain() {
        complain(3);
        String id = tower.incident().id();
        for (int hours = 0; hours < 7 * 24; hours += 12) {
            assertThat(tower.find(id).state()).as("after %d h", hours).isEqualTo(State.DEFENDED);
            complain();
            tower.pass(Duration.ofHours(12));
        }

        assertThat(tower.find(id).state()).isEqualTo(State.RELEASED);
    }

    @Test
    void doesNotTakeAnOperatorsNoteForOne() {
        complain();
        tower.docket.note(tower.incident().id(), "complaints: so many by telephone", "ben");
        tower.docket.note(tower.incident().id(), "complaints: and more", "ben");
        complain();

        assertThat(tower.incident().state()).isEqualTo(State.OPEN);
    }

    @Test
    void isAbuse() {
        tower.alarm("trialMails", 60, Watchtower.THIEF);
        complain();

        assertThat(tower.incident().daysToAbuse()).hasValue(0);
    }

    @Test
    void hasNoClient() {
        complain();

        assertThat(tower.incident().client()).isEmpty();
    }
}
