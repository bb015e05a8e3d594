package org.sekisho.rules.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.sekisho.event.SessionEvent;
import org.sekisho.policy.Case;
import org.sekisho.policy.Happening;
import org.sekisho.testing.Cases;

final class SessionPlaceTest {
    private static final Duration WAIT = Duration.ofSeconds(2);

    private final HeldConnections held = new HeldConnections();
    private final Case file = Cases.from("192.0.2.1");

    @Test
    void isOneHoweverManyRulesLearnThatTheSessionWaits() {
        learn(new Happening.DelayBegan(WAIT));
        learn(new Happening.DelayBegan(WAIT));
        assertThat(held.count()).isOne();
        learn(new Happening.DelayEnded(WAIT, Happening.End.WAITED));
        learn(new Happening.DelayEnded(WAIT, Happening.End.WAITED));

        assertThat(held.count()).isZero();
    }

    @Test
    void isTakenAgainForTheNextDelay() {
        learn(new Happening.DelayBegan(WAIT));
        learn(new Happening.DelayEnded(WAIT, Happening.End.WAITED));
        learn(new Happening.DelayBegan(WAIT));
        assertThat(held.count()).isOne();
        learn(new Happening.Ended(SessionEvent.Cause.CLIENT_LEFT, Duration.ZERO));

        assertThat(held.count()).isZero();
    }

    private void learn(Happening happening) {
        SessionPlace.in(file).learn(happening, file, held);
    }
}
