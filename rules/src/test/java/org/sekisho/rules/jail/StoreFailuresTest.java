package org.sekisho.rules.jail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.DeadStore;
import org.sekisho.testing.FullStore;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.StalledStore;
import org.sekisho.testing.SwitchedStore;

/** Whatever has happened to the store, jails decide: on what this node alone has seen. */
class StoreFailuresTest {
    private static final String CLIENT = "192.0.2.7";
    private static final String[] THREE = {"a@example.org", "b@example.org", "c@example.org"};

    private final ManualTime time = new ManualTime();
    private final MemoryStore memory = new MemoryStore(time);

    @Test
    void decidesAtOnceWithADeadStore() {
        Precinct precinct = new Precinct(time, new DeadStore()).with("unknown-users");
        precinct.from(CLIENT).unknown(THREE);
        assertThat(precinct.inForce()).containsExactly(CLIENT);
    }

    @Test
    void decidesAtOnceWithAFullStore() {
        Precinct precinct = new Precinct(time, new FullStore(memory)).with("unknown-users");
        precinct.from(CLIENT).unknown(THREE);
        assertThat(precinct.inForce()).containsExactly(CLIENT);
    }

    @Test
    void decidesWithASlowStoreWhenTheFirstLimitHasPassedAndAtOnceFromThenOn() {
        StalledStore stalled = new StalledStore();
        Precinct precinct = new Precinct(time, stalled).with("unknown-users");
        precinct.from(CLIENT).unknown("a@example.org");
        stalled.passLimits();
        precinct.from(CLIENT).unknown("b@example.org", "c@example.org");
        assertThat(stalled.waiting()).isZero();
        assertThat(precinct.inForce()).containsExactly(CLIENT);
    }

    @Test
    void countsInTheStoreAgainWhenItWorks() {
        SwitchedStore store = new SwitchedStore(memory);
        Precinct precinct = new Precinct(time, store).with("unknown-users");
        precinct.from(CLIENT).unknown("a@example.org", "b@example.org");
        store.becomes(new DeadStore());
        precinct.from(CLIENT).unknown("x@example.org");
        store.becomes(memory);
        precinct.pass(Duration.ofSeconds(5)).from(CLIENT).unknown("c@example.org");
        assertThat(precinct.inForce()).containsExactly(CLIENT);
    }

    @Test
    void tellsOperatorsWhatIsCountedAtPresent() {
        Precinct precinct = new Precinct(time, new DeadStore()).with("unknown-users");
        precinct.from(CLIENT).unknown("a@example.org");
        assertThat(precinct.status("unknown-users").currentlyFailed()).isEqualTo(1);
    }

    /** Counts are in the store: another run of the program goes on where the last one stopped. */
    @Test
    void goesOnCountingAfterARestart() {
        new Precinct(time, memory).with("unknown-users").from(CLIENT).unknown("a@example.org", "b@example.org");
        Precinct next = new Precinct(time, memory).with("unknown-users");
        next.from(CLIENT).unknown("b@example.org").unknown("c@example.org");
        assertThat(next.inForce()).isEqualTo(List.of(CLIENT));
    }
}
