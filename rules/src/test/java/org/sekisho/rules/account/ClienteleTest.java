package org.sekisho.rules.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** In which parts of the world accounts are. */
class ClienteleTest {
    private final Clientele clientele = new Clientele();

    private void sent(String country, int accounts) {
        for (int i = 0; i < accounts; i++) {
            clientele.sentAtHome(country);
        }
    }

    @Test
    void callsNoCountryForeignBeforeThereAreEnough() {
        sent("JP", Clientele.ENOUGH - 1);
        assertThat(clientele.isForeign("BR")).isFalse();
    }

    @Test
    void callsACountryForeignThatNobodyIsIn() {
        sent("JP", Clientele.ENOUGH);
        assertThat(clientele.isForeign("BR")).isTrue();
        assertThat(clientele.isForeign("JP")).isFalse();
    }

    @Test
    void callsNoCountryForeignThatOneOfAHundredIsIn() {
        sent("JP", 99 * Clientele.ENOUGH / 100);
        sent("BR", Clientele.ENOUGH / 100);
        assertThat(clientele.isForeign("BR")).isFalse();
    }

    @Test
    void callsAnUnknownCountryNotForeign() {
        sent("JP", Clientele.ENOUGH);
        assertThat(clientele.isForeign("")).isFalse();
    }
}
