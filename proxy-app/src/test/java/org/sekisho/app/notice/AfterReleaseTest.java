package org.sekisho.app.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Mode;
import org.sekisho.rules.incident.Incident;
import org.sekisho.rules.incident.IncidentSettings.Response;
import org.sekisho.rules.incident.Scope;
import org.sekisho.rules.incident.State;

/** Owners whose accounts have been released go on working: what the thief has done is not held against them. */
class AfterReleaseTest {
    private static final int FLOOD = 100;

    private final Theft theft = new Theft();

    @BeforeEach
    void stolen() {
        theft.govern(Response.RESTRICT, Mode.ENFORCE, Scope.ALL);
        theft.livesAtHome();
        Theft.Session thief = theft.session(Theft.THIEF);
        thief.logsIn(Theft.OLD_PASSWORD);
        thief.sends(FLOOD);
        theft.pass(Duration.ofHours(1));
    }

    private Incident incident() {
        return theft.docket.of(Theft.TARO).orElseThrow();
    }

    private void release() {
        theft.docket
                .release(incident().id(), "she has called", "ben")
                .toCompletableFuture()
                .join();
    }

    private static void worksAt(Theft.Session owner, String password) {
        assertThat(owner.logsIn(password)).isZero();
        assertThat(owner.sends(10)).isEqualTo(10);
    }

    @Test
    void theOwnerWorksAtHomeAfterAPasswordChange() {
        theft.govern(Response.RESTRICT, Mode.ENFORCE, Scope.NEW_ORIGINS);
        theft.docket.defend(
                incident().id(), Optional.empty(), Optional.of(Scope.NEW_ORIGINS), "the owner works at home", "ben");
        worksAt(theft.session(Theft.HOME), Theft.NEW_PASSWORD);

        assertThat(incident().state()).isEqualTo(State.RELEASED);
        assertThat(incident().passwordHash()).isEmpty();
    }

    @Test
    void theOwnerWorksAtHomeAfterAnOperatorsRelease() {
        assertThat(theft.session(Theft.HOME).logsIn(Theft.OLD_PASSWORD)).isEqualTo(535);
        release();

        worksAt(theft.session(Theft.HOME), Theft.NEW_PASSWORD);
        assertThat(incident().state()).isEqualTo(State.RELEASED);
    }

    @Test
    void aTravellerWorksAfterAnOperatorsRelease() {
        release();

        worksAt(theft.session(Theft.THIEF), Theft.OLD_PASSWORD);
        assertThat(incident().state()).isEqualTo(State.RELEASED);
    }

    @Test
    void aThiefWhoGoesOnIsCaughtAgain() {
        release();
        Theft.Session thief = theft.session(Theft.THIEF);
        thief.logsIn(Theft.OLD_PASSWORD);

        assertThat(thief.sends(FLOOD)).isLessThan(50);
        assertThat(incident().state()).isEqualTo(State.DEFENDED);
    }
}
