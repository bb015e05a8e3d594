package org.sekisho.rules.recipients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekisho.rules.recipients.Hearings.OK;
import static org.sekisho.rules.recipients.Hearings.UNKNOWN;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Stage;
import org.sekisho.rules.FailureAnswer;
import org.sekisho.rules.Placement;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.StateStore;
import org.sekisho.testing.Changed;
import org.sekisho.testing.DeadStore;
import org.sekisho.testing.FullStore;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.StalledStore;

/** What is answered when the store fails: the mail server decides, unless the operator says otherwise. */
final class RecipientFailuresTest {
    private static final RecipientSettings SETTINGS = Changed.in(RecipientSettings.DEFAULTS, "refresh", 0);

    private final ManualTime time = new ManualTime();

    static Stream<Arguments> failingStores() {
        return Stream.of(Arguments.of("dead", new DeadStore()), Arguments.of("slow", new StalledStore()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failingStores")
    void theMailServerDecides(String how, StateStore store) {
        assertThat(session(store, FailureAnswer.PASS)
                        .answered("a@example.org", UNKNOWN)
                        .refusal("a@example.org"))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failingStores")
    void defersIfTheOperatorWantsIt(String how, StateStore store) {
        assertThat(session(store, FailureAnswer.DEFER).refusal("a@example.org")).isEqualTo("451 4.3.0");
    }

    @Test
    void aFullStoreDefersNobodySinceItCanBeAsked() {
        StateStore full = new FullStore(new MemoryStore(time));

        assertThat(session(full, FailureAnswer.DEFER)
                        .answered("a@example.org", UNKNOWN)
                        .refusal("a@example.org"))
                .isEmpty();
    }

    @Test
    void aFullStoreStillTellsWhatItHolds() {
        MemoryStore store = new MemoryStore(time);
        Hearings.Session before = session(store, FailureAnswer.PASS).answered("a@example.org", UNKNOWN);
        assertThat(before.refusal("a@example.org")).isEqualTo("550 5.1.1");

        Hearings.Session full = session(new FullStore(store), FailureAnswer.PASS)
                .answered("a@example.org", OK)
                .answered("b@example.org", UNKNOWN);
        assertThat(full.refusal("a@example.org")).isEqualTo("550 5.1.1");
        assertThat(full.refusal("b@example.org")).isEmpty();
    }

    private Hearings.Session session(StateStore store, FailureAnswer answer) {
        Placement<Stage.AtRcpt, RecipientSettings> rule =
                new Placement<>(Recipients.TYPE, Mode.ENFORCE, Duration.ofMillis(200), answer, SETTINGS);
        return new Hearings(time, store, rule).from("192.0.2.1");
    }
}
