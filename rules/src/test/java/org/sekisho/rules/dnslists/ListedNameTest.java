package org.sekisho.rules.dnslists;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.testing.Cases;

class ListedNameTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.99, 99.2.0.192.bl.test",
        "::ffff:192.0.2.99, 99.2.0.192.bl.test",
        "2001:db8:1:2:3:4:567:89ab," + " b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.8.b.d.0.1.0.0.2.bl.test",
    })
    void isTheAddressBackwards(String client, String name) {
        assertThat(ListedName.of(Cases.connection(client).client(), "bl.test")).isEqualTo(name);
    }
}
