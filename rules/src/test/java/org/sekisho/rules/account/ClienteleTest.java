package org.sekisho.rules.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** In which countries accounts are at home. */
class ClienteleTest {
    private final Clientele clientele = new Clientele();

    private void sent(String country, int messages) {
        for (int i = 0; i < messages; i++) {
            clientele.sentAtHome(country);
        }
    }

    @Test
    void callsNoCountryForeignBeforeAThousandMessages() {
        sent("JP", Clientele.ENOUGH - 1);
        assertThat(clientele.isForeign("BR")).isFalse();
    }

    @Test
    void callsACountryForeignThatNobodyIsAtHomeIn() {
        sent("JP", Clientele.ENOUGH);
        assertThat(clientele.isForeign("BR")).isTrue();
        assertThat(clientele.isForeign("JP")).isFalse();
    }

    @Test
    void callsNoCountryForeignThatOneOfAHundredMessagesComesFrom() {
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
