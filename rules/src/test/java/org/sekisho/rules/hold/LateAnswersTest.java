package org.sekisho.rules.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Mode;
import org.sekisho.rules.LateStore;
import org.sekisho.rules.greylist.GreylistSettings;
import org.sekisho.rules.tarpit.TarpitSettings;
import org.sekisho.state.MemoryStore;

/** What the rules find when the recipient has its reply, or even its message is gone. */
final class LateAnswersTest {
    private static final String CLIENT = "203.0.113.7";
    private static final String FROM = "sender@example.net";
    private static final String TO = "user@example.org";

    private final Barrier barrier = new Barrier();
    private final LateStore store = new LateStore(new MemoryStore(barrier.time));

    LateAnswersTest() {
        barrier.store = store;
    }

    @Test
    void aDelayThatNobodyHasWaitedForIsNotImposed() {
        barrier.timeout = Duration.ofMillis(50);
        barrier.tarpit(TarpitSettings.DEFAULTS);
        store.beLate();
        Visit visit = barrier.from(CLIENT);
        assertThat(visit.asks(FROM, TO).delay()).isZero();
        store.catchUp();

        assertThat(visit.asks(FROM, "second@example.org").delay()).hasSeconds(25);
    }

    @Test
    void aTarpitThatWatchesLearnsAlsoWhenTheMessageIsGone() {
        barrier.tarpit(Mode.OBSERVE, TarpitSettings.DEFAULTS);
        store.beLate();
        for (int i = 0; i < AutoWhitelist.Settings.DEFAULTS.after(); i++) {
            sendsBeforeTheStoreAnswers();
        }
        barrier.tarpit(TarpitSettings.DEFAULTS);

        assertThat(barrier.from(CLIENT).asks(FROM, TO).delay()).isZero();
    }

    @Test
    void greylistingThatWatchesLearnsAlsoWhenTheMessageIsGone() {
        barrier.greylist(Mode.OBSERVE, GreylistSettings.DEFAULTS);
        store.beLate();
        sendsBeforeTheStoreAnswers();
        barrier.greylist(GreylistSettings.DEFAULTS);

        assertThat(barrier.from(CLIENT).asksAndWaits(FROM, TO).code()).isEqualTo(250);
        assertThat(barrier.from(CLIENT).asksAndWaits("new@example.net", TO).code())
                .isEqualTo(450);
    }

    private void sendsBeforeTheStoreAnswers() {
        store.beLate();
        Visit visit = barrier.from(CLIENT);
        assertThat(visit.asks(FROM, TO)).isEqualTo(Decision.PASS);
        visit.sends();
        store.catchUp();
        barrier.time.advance(Duration.ofHours(1));
    }
}
