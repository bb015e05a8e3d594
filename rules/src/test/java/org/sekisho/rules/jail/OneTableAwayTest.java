package org.sekisho.rules.jail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekisho.net.io.Addresses;
import org.sekisho.policy.Mode;
import org.sekisho.state.Answers;
import org.sekisho.state.Batch;
import org.sekisho.state.ContestedRecordException;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.StateException;
import org.sekisho.state.StateStore;
import org.sekisho.testing.LogCapture;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.StoreInFront;

/** Of a cluster one master is away, which has the table of one jail: the others go on in the store. */
class OneTableAwayTest {
    private static final String CLIENT = "192.0.2.7";
    private static final String AWAY = "unknown-users";
    private static final String THERE = "auth";

    private final ManualTime time = new ManualTime();
    private final Masters store = new Masters(new MemoryStore(time));
    private final Precinct node = new Precinct(time, store);
    private final Precinct another = new Precinct(time, store);

    @BeforeEach
    void bothJails() {
        Jails jails = new Jails(Map.of(
                AWAY, Jails.defaultsOf(AWAY).but(draft -> draft.mode = Mode.ENFORCE),
                THERE, Jails.defaultsOf(THERE).but(draft -> draft.mode = Mode.ENFORCE)));
        node.keeper.replace(jails);
        another.keeper.replace(jails);
    }

    private static int failed(Precinct where, String jail) {
        return where.status(jail).currentlyFailed();
    }

    @Test
    void theOthersBanWhoeverFailsHereAndThere() {
        store.away = true;
        node.from(CLIENT).unknown("a@example.org").guesses("ann", 1).guesses("ann", 2);

        another.from(CLIENT).unknown("a@example.org").guesses("ann", 3);

        assertThat(another.inForce()).containsExactly(CLIENT);
    }

    @Test
    void itsJailBansWhoeverFailsHere() {
        store.away = true;
        node.from(CLIENT).guesses("ann", 1).unknown("a@example.org", "b@example.org");
        node.from(CLIENT).guesses("ann", 2).unknown("c@example.org");

        assertThat(node.inForce()).containsExactly(CLIENT);
    }

    @Test
    void operatorsAreToldOfEachWhatIsCountedWhereItIs() {
        another.from("192.0.2.8").unknown("a@example.org").guesses("ann", 1);
        store.away = true;
        node.from(CLIENT).unknown("a@example.org", "b@example.org");
        node.from(CLIENT).guesses("ann", 2);

        assertThat(failed(node, AWAY)).isEqualTo(1);
        assertThat(failed(node, THERE)).isEqualTo(2);
    }

    @Test
    void operatorsAreToldOfAJailInWhichNobodyHasFailedSinceWithoutAnError() {
        store.away = true;
        assertThat(failed(node, AWAY)).isZero();
    }

    @Test
    void operatorsAreToldWhatIsInTheStoreWhenItIsBackAndNobodyHasFailedSince() {
        another.from("192.0.2.8").unknown("a@example.org");
        store.away = true;
        node.from(CLIENT).unknown("b@example.org");
        store.away = false;

        node.pass(Duration.ofSeconds(5));

        assertThat(failed(node, AWAY)).isEqualTo(1);
        assertThat(node.status(AWAY).failing().get(0).subject()).startsWith("192.0.2.8");
    }

    @Test
    void whatOneClientIsChargedWithIsReadFromBoth() {
        node.from(CLIENT).guesses("ann", 1);
        store.away = true;
        node.from(CLIENT).unknown("a@example.org", "b@example.org");

        assertThat(node.keeper
                        .failures(Addresses.literal(CLIENT).orElseThrow())
                        .toCompletableFuture()
                        .join())
                .containsOnly(Map.entry(AWAY, 2), Map.entry(THERE, 1));
    }

    /** The store works: only what cannot be counted there is counted here. */
    @Test
    void aTallyThatOthersChangeAllTheTimeKeepsNobodyElseFromTheStore() {
        store.contested = "192.0.2.9";
        node.from("192.0.2.9").unknown("a@example.org");
        node.from(CLIENT).unknown("a@example.org", "b@example.org");

        another.from(CLIENT).unknown("c@example.org");

        assertThat(another.inForce()).containsExactly(CLIENT);
    }

    @Test
    void theLogHasOneLineAtTheBeginningAndOneAfterAMinuteWithout() {
        try (LogCapture log = new LogCapture(Tallies.class.getName())) {
            store.away = true;
            fail(20);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN")
                    .contains("away");

            store.away = false;
            fail(20);
            assertThat(log.lines()).hasSize(2).last().asString().startsWith("INFO");
        }
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            node.pass(Duration.ofSeconds(6)).from("198.51.100." + i).unknown("a@example.org");
            node.pass(Duration.ofSeconds(6)).from("198.51.100." + i).guesses("ann", i);
        }
    }

    /** A store that cannot reach one table while the test says so, and takes the rest of a batch along as Redis does. */
    private static final class Masters extends StoreInFront {
        boolean away;
        /** Whose tally others are always faster to change. */
        String contested = "nobody";

        Masters(StateStore behind) {
            super(behind);
        }

        @Override
        public CompletionStage<Answers> run(Batch batch, Duration limit) {
            if (away
                    && batch.steps().stream()
                            .anyMatch(step -> step.table().name().equals("jail-" + AWAY))) {
                return CompletableFuture.failedFuture(new StateException("A master is away"));
            }
            if (batch.steps().stream().anyMatch(step -> step.key().contains(contested))) {
                return CompletableFuture.failedFuture(new ContestedRecordException("jail-" + AWAY, 9));
            }
            return super.run(batch, limit);
        }

        @Override
        public Optional<String> trouble() {
            return away ? Optional.of("A master is away") : Optional.empty();
        }
    }
}
