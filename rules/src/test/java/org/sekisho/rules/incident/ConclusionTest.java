package org.sekisho.rules.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Mode;
import org.sekisho.rules.incident.IncidentSettings.Response;
import org.sekisho.testing.DeadStore;

/** What accounts are told of how their incidents have ended: the truth, and once, whatever fails meanwhile. */
class ConclusionTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final String JIRO = "jiro@example.jp";

    private final Watchtower tower = new Watchtower();

    private String restricted() {
        tower.alarm("messages");
        return tower.incident().id();
    }

    // Truth

    @Test
    void isNotBorneByAnAccountThatAnOperatorHasRestricted() {
        tower.govern(Response.ASK, Mode.ENFORCE);
        tower.docket.defend(restricted(), Optional.empty(), Optional.empty(), "", "ben");
        tower.pass(DAY);

        assertThat(tower.concluded).containsExactly(Watchtower.TARO + " ENDED");
    }

    @Test
    void isNotBorneByAnAccountWhosePasswordHasChanged() {
        tower.govern(Watchtower.settings(Response.RESTRICT, Scope.NEW_ORIGINS, false, false), Mode.ENFORCE);
        restricted();
        tower.session(Watchtower.HOME).accepted(Watchtower.TARO, Watchtower.NEW_PASSWORD);
        tower.pass(DAY);

        assertThat(tower.concluded).containsExactly(Watchtower.TARO + " ENDED");
    }

    @Test
    void leavesItToAnOperatorWhoIsAMomentQuicker() {
        restricted();
        tower.alarm(JIRO, "messages", 100, Watchtower.THIEF);
        String jiros = tower.docket.of(JIRO).orElseThrow().id();
        String taros = tower.incident().id();
        List<String> told = new ArrayList<>();
        tower.docket.tell(incident -> {
            told.add(incident.account());
            // While the first of both ends by time.
            tower.docket.release(incident.id().equals(taros) ? jiros : taros, "", "ben");
        });

        tower.pass(DAY);

        assertThat(told).hasSize(1);
        assertThat(tower.concluded).hasSize(2).anyMatch(line -> line.endsWith("RELEASED"));
        assertThat(tower.concluded)
                .filteredOn(line -> line.endsWith("ENDURED"))
                .containsExactly(told.get(0) + " ENDURED");
    }

    // Failures

    @Test
    void isToldLaterWhereTheStoreFailsJustWhenAnOperatorReleases() {
        String id = restricted();
        tower.store.becomes(new DeadStore());
        tower.docket.release(id, "she has called", "ben");
        assertThat(tower.concluded).isEmpty();

        tower.store.becomes(tower.memory);
        tower.pass(Duration.ofSeconds(5)).pass(Duration.ofSeconds(5));

        assertThat(tower.concluded).containsExactly(Watchtower.TARO + " RELEASED");
    }

    @Test
    void isToldLaterWhereOnlyTheAccountsRecordCannotBeWritten() {
        restricted();
        tower.deaf = true;
        tower.pass(DAY);
        assertThat(tower.concluded).isEmpty();

        tower.deaf = false;
        tower.pass(Duration.ofSeconds(5)).pass(Duration.ofSeconds(5));

        assertThat(tower.concluded).containsExactly(Watchtower.TARO + " ENDURED");
    }

    /** The program has died between the write of the incident and that of the account's record. */
    @Test
    void isToldAfterARestartAndOnlyOnce() {
        String id = restricted();
        tower.deaf = true;
        tower.docket.dismiss(id, "", "ben");
        tower.deaf = false;

        tick(restarted());
        tick(restarted());

        assertThat(tower.concluded).containsExactly(Watchtower.TARO + " ACQUITTED");
    }

    @Test
    void endsAfterARestartWhatHasRunOutMeanwhile() {
        String id = restricted();
        tower.time.advance(DAY.multipliedBy(2));
        Docket docket = restarted();
        List<State> told = new ArrayList<>();
        docket.tell(incident -> told.add(incident.state()));

        tick(docket);

        assertThat(docket.find(id).toCompletableFuture().join().map(Incident::state))
                .contains(State.RELEASED);
        assertThat(told).containsExactly(State.RELEASED);
        assertThat(tower.concluded).containsExactly(Watchtower.TARO + " ENDURED");
    }

    private Docket restarted() {
        Docket docket = Watchtower.restarted(tower.store, tower.time);
        docket.ask(tower.new Places());
        return docket;
    }

    private static void tick(Docket docket) {
        docket.tick().toCompletableFuture().join();
    }

    // Notices

    @Test
    void owesANoticeToAnOwnerWhoCannotGoOnWorkingAnyMore() {
        tower.govern(Watchtower.settings(Response.RESTRICT, Scope.NEW_ORIGINS, true), Mode.ENFORCE);
        String id = restricted();
        tower.docket.noticeSent(tower.incident(), "ja");
        assertThat(tower.incident().noticeDue()).isEmpty();

        tower.docket.defend(id, Optional.empty(), Optional.of(Scope.ALL), "", "ben");

        assertThat(tower.incident().noticeDue()).isPresent();
    }

    @Test
    void owesItAlsoWhereTheFirstOneIsBeingSentMeanwhile() {
        tower.govern(Watchtower.settings(Response.RESTRICT, Scope.NEW_ORIGINS, true), Mode.ENFORCE);
        String id = restricted();
        Incident underWay = tower.incident();
        tower.docket.defend(id, Optional.empty(), Optional.of(Scope.ALL), "", "ben");

        tower.docket.noticeSent(underWay, "ja");

        assertThat(tower.incident().noticeDue()).isPresent();
    }
}
