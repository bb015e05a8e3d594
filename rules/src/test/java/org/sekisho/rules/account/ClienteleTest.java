package org.sekisho.rules.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** In which parts of the world accounts are. */
class ClienteleTest {
    private static final Instant NOW = Instant.parse("2027-01-04T12:00:00Z");
    private static final Instant LATER = NOW.plus(Clientele.WHOLE_DAY);

    private final Clientele clientele = new Clientele();

    private void sent(String country, int accounts) {
        for (int i = 0; i < accounts; i++) {
            clientele.sent(country, NOW);
        }
    }

    @Test
    void callsNoCountryForeignBeforeThereAreEnough() {
        sent("JP", Clientele.ENOUGH - 1);
        assertThat(clientele.isForeign("BR", LATER)).isFalse();
    }

    @Test
    void callsNoCountryForeignBeforeADayHasPassed() {
        sent("JP", Clientele.ENOUGH);
        assertThat(clientele.isForeign("BR", LATER.minusSeconds(1))).isFalse();
    }

    @Test
    void callsACountryForeignThatNobodyIsIn() {
        sent("JP", Clientele.ENOUGH);
        assertThat(clientele.isForeign("BR", LATER)).isTrue();
        assertThat(clientele.isForeign("JP", LATER)).isFalse();
    }

    @Test
    void callsNoCountryForeignThatOneOfAHundredIsIn() {
        sent("JP", 99 * Clientele.ENOUGH / 100);
        sent("BR", Clientele.ENOUGH / 100);
        assertThat(clientele.isForeign("BR", LATER)).isFalse();
    }

    @Test
    void callsAnUnknownCountryNotForeign() {
        sent("JP", Clientele.ENOUGH);
        assertThat(clientele.isForeign("", LATER)).isFalse();
    }
}
