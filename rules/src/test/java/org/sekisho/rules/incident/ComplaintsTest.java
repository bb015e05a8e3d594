package org.sekisho.rules.incident;

import static org.assertj.core.api.Assertions.assertThat;

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
