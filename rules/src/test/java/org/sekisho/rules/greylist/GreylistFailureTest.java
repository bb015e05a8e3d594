package org.sekisho.rules.greylist;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.policy.Decision;
import org.sekisho.rules.FailureAnswer;
import org.sekisho.rules.hold.Barrier;
import org.sekisho.rules.hold.Visit;
import org.sekisho.rules.tarpit.TarpitSettings;
import org.sekisho.state.Answers;
import org.sekisho.state.Batch;
import org.sekisho.state.Held;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.StateStore;
import org.sekisho.testing.DeadStore;
import org.sekisho.testing.FullStore;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.SharedStore;
import org.sekisho.testing.StalledStore;
import org.sekisho.testing.StoreInFront;

/** What clients meet when the store does not work: what the operator has declared. */
final class GreylistFailureTest {
    private static final String CLIENT = "203.0.113.7";
    private static final String FROM = "sender@example.net";
    private static final String TO = "user@example.org";

    private final Barrier barrier = new Barrier();

    static Stream<Arguments> stores() {
        return Stream.of(
                Arguments.of("dead", new DeadStore()),
                Arguments.of("slow", new StalledStore()),
                Arguments.of("full", new FullStore(new MemoryStore(new ManualTime()))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stores")
    void greylistingLetsMailPass(String how, StateStore store) {
        barrier.greylist(GreylistSettings.DEFAULTS).store = store;

        assertThat(barrier.from(CLIENT).asksAndWaits(FROM, TO).code()).isEqualTo(250);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stores")
    void greylistingPutsMailOffWhereTheOperatorSaysSo(String how, StateStore store) {
        barrier.greylist(GreylistSettings.DEFAULTS).store = store;
        barrier.onStoreFailure = FailureAnswer.DEFER;

        assertThat(barrier.from(CLIENT).asksAndWaits(FROM, TO).toString()).startsWith("451 4.3.0");
    }

    @Test
    void greylistingGoesOnAmongThisNodesOwnClientsWhereTheOperatorSaysSo() {
        SharedStore store = new SharedStore(new MemoryStore(barrier.time), barrier.time);
        barrier.greylist(GreylistSettings.DEFAULTS).store = store;
        barrier.onStoreFailure = FailureAnswer.LOCAL;
        store.away(true);

        assertThat(barrier.from(CLIENT).asksAndWaits(FROM, TO).toString()).startsWith("450 4.2.0");
        barrier.time.advance(GreylistSettings.DEFAULTS.delay());
        assertThat(barrier.from(CLIENT).asksAndWaits(FROM, TO).code()).isEqualTo(250);
    }

    /** As a node finds it that has made all the records that it may make in a minute. */
    @Test
    void greylistingPutsOffWhatTheStoreHasNoRoomForWhateverTheOperatorSays() {
        barrier.greylist(GreylistSettings.DEFAULTS).store = new StoreWithoutRoom(new MemoryStore(barrier.time));
        barrier.onStoreFailure = FailureAnswer.PASS;

        assertThat(barrier.from(CLIENT).asksAndWaits(FROM, TO).toString()).startsWith("450 4.2.0");
    }

    /** It works, and keeps nothing new. */
    private static final class StoreWithoutRoom extends StoreInFront {
        StoreWithoutRoom(StateStore behind) {
            super(behind);
        }

        @Override
        public CompletionStage<Answers> run(Batch batch, Duration limit) {
            return CompletableFuture.completedStage(new Answers(batch.steps().stream()
                    .map(step -> Optional.<Held<?>>empty())
                    .toList()));
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {DeadStore.class, StalledStore.class})
    void theTarpitLetsMailPassAtOnce(Class<? extends StateStore> store) throws ReflectiveOperationException {
        barrier.tarpit(TarpitSettings.DEFAULTS).store = store.getConstructor().newInstance();

        assertThat(barrier.from(CLIENT).asks(FROM, TO)).isEqualTo(Decision.PASS);
    }

    @ParameterizedTest
    @ValueSource(classes = {DeadStore.class, StalledStore.class})
    void theTarpitPutsMailOffWhereTheOperatorSaysSo(Class<? extends StateStore> store)
            throws ReflectiveOperationException {
        barrier.tarpit(TarpitSettings.DEFAULTS).store = store.getConstructor().newInstance();
        barrier.onStoreFailure = FailureAnswer.DEFER;

        assertThat(barrier.from(CLIENT).asksAndWaits(FROM, TO).toString()).startsWith("451 4.3.0");
    }

    @Test
    void theTarpitPutsNobodyOffWithAFullStoreSinceItCanBeAsked() {
        barrier.tarpit(TarpitSettings.DEFAULTS).store = new FullStore(new MemoryStore(barrier.time));
        barrier.onStoreFailure = FailureAnswer.DEFER;

        assertThat(barrier.from(CLIENT).asksAndWaits(FROM, TO).code()).isEqualTo(250);
    }

    @Test
    void theTarpitDelaysWithAFullStoreAndForgetsWhatItSees() {
        barrier.tarpit(TarpitSettings.DEFAULTS).store = new FullStore(new MemoryStore(barrier.time));
        Visit visit = barrier.from(CLIENT);
        assertThat(visit.asks(FROM, TO).delay()).hasSeconds(25);
        visit.leaves();

        assertThat(barrier.from(CLIENT).asks(FROM, TO).delay()).hasSeconds(25);
    }

    @Test
    void nameServersThatFailMakeNobodyASuspect() {
        barrier.dns.failing(CLIENT);
        barrier.greylist(GreylistSettings.DEFAULTS);

        assertThat(barrier.from(CLIENT).asksAndWaits(FROM, TO).code()).isEqualTo(250);
    }
}
