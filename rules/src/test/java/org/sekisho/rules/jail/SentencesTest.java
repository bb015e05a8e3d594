package org.sekisho.rules.jail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Mode;

/** What becomes of a client that was to be banned, and is not. */
class SentencesTest {
    private static final String JAIL = "unknown-users";
    private static final String CLIENT = "192.0.2.7";
    private static final String[] THREE = {"a@example.org", "b@example.org", "c@example.org"};

    private final Precinct precinct = new Precinct();

    private void mode(Mode mode, Consumer<JailDraft> changes) {
        precinct.with(JAIL, jail -> {
            changes.accept(jail);
            jail.mode = mode;
        });
    }

    private static void forGood(JailDraft jail) {
        jail.banTime = Duration.ofSeconds(-1);
    }

    private void spared() {
        precinct.keeper.told(new BanEvent.Spared(
                precinct.banned.get(precinct.banned.size() - 1), precinct.time.instant(), "it is a proxy"));
        precinct.banned.clear();
    }

    @Test
    void bansWithTheNextFailureWhomTheJailOnlyWatchedBefore() {
        mode(Mode.OBSERVE, SentencesTest::forGood);
        precinct.from(CLIENT).unknown(THREE);
        precinct.pass(Duration.ofDays(30));
        mode(Mode.ENFORCE, jail -> jail.banTime = Duration.ofHours(1));
        precinct.from(CLIENT).unknown("d@example.org");

        assertThat(precinct.banned).singleElement().satisfies(ban -> {
            assertThat(ban.subject()).hasToString(CLIENT);
            assertThat(ban.until()).contains(precinct.time.instant().plus(Duration.ofHours(1)));
            assertThat(ban.times()).isZero();
        });
    }

    @Test
    void bansANetworkThatTheJailOnlyWatchedBefore() {
        Consumer<JailDraft> networks = jail -> jail.aggregates = new Aggregates(3, 24, 48, 0, 0);
        mode(Mode.OBSERVE, networks);
        for (int i = 1; i <= 3; i++) {
            precinct.from("192.0.2." + i).unknown("user" + i + "@example.org");
        }
        mode(Mode.ENFORCE, networks);
        precinct.from("192.0.2.4").unknown("user4@example.org");

        assertThat(precinct.inForce()).containsExactly("192.0.2.0/24");
    }

    /** The program died between the two writes, or an operator's shorter ban took its place. */
    @Test
    void bansAgainWhoseBanIsNotInForce() {
        mode(Mode.ENFORCE, SentencesTest::forGood);
        precinct.from(CLIENT).unknown(THREE);
        precinct.banned.clear();
        precinct.pass(Duration.ofMinutes(1)).from(CLIENT).unknown("d@example.org");

        assertThat(precinct.inForce()).containsExactly(CLIENT);
    }

    @Test
    void bansOnceWhileTheBanIsOnItsWay() {
        mode(Mode.ENFORCE, SentencesTest::forGood);
        precinct.from(CLIENT).unknown(THREE);
        precinct.banned.clear();
        precinct.from(CLIENT).unknown("d@example.org");

        assertThat(precinct.banned).isEmpty();
    }

    @Test
    void aJailThatEnforcesTellsWhomItWouldHaveBannedBefore() {
        mode(Mode.OBSERVE, jail -> {});
        precinct.from(CLIENT).unknown(THREE);
        mode(Mode.ENFORCE, jail -> {});

        assertThat(precinct.status(JAIL).wouldBans())
                .extracting(JailStatus.WouldBan::subject)
                .containsExactly(CLIENT);
    }

    @Test
    void leavesAloneForFindTimeWhoWasSpared() {
        mode(Mode.ENFORCE, SentencesTest::forGood);
        precinct.from(CLIENT).unknown(THREE);
        spared();
        precinct.pass(Duration.ofMinutes(4)).from(CLIENT).unknown("d@example.org", "e@example.org", "f@example.org");

        assertThat(precinct.banned).isEmpty();
    }

    @Test
    void looksAgainAfterFindTimeAtWhoWasSpared() {
        mode(Mode.ENFORCE, SentencesTest::forGood);
        precinct.from(CLIENT).unknown(THREE);
        spared();
        precinct.pass(Duration.ofMinutes(6)).from(CLIENT).unknown(THREE);

        assertThat(precinct.inForce()).isEqualTo(List.of(CLIENT));
    }
}
