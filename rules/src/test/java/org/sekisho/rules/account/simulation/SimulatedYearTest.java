package org.sekisho.rules.account.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A small year; {@code bin/bench accounts} runs the large one. */
@TestInstance(Lifecycle.PER_CLASS)
class SimulatedYearTest {
    private final Ledger ledger = new Year(1_000, 200, 1).run();

    @Test
    void raisesLessThanOneFalseAlarmForAThousandAccountsAMonth() {
        assertThat(ledger.falseAlarmsPerMonth()).as(ledger.tables()).isLessThan(1);
    }

    @Test
    void restrictsFewerThanOneOfTwoThousandAccountsThatNobodyHasStolenAMonth() {
        assertThat(ledger.falseRestrictionsPerMonth()).as(ledger.tables()).isLessThan(0.5);
    }

    @Test
    void stopsNinetyFiveOfAHundredTheftsBeforeTheFiftiethMessage() {
        assertThat(ledger.stoppedShare()).as(ledger.tables()).isGreaterThanOrEqualTo(0.95);
    }
}
