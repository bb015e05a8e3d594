package org.sekisho.rules.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"mail.example.test", "MAIL", "a_b.test", "1.2.0.192.rev.test", "xn--abc.test"})
    void takesNamesOfHosts(String name) {
        assertThat(HostName.valid(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "a..b", ".a", "a.", "-a.test", "a-.test", "192.0.2.1", "1", "a b", "a:b", "ä.test"})
    void takesNothingElse(String name) {
        assertThat(HostName.valid(name)).isFalse();
    }

    @Test
    void takesNoLabelAboveItsLimit() {
        assertThat(HostName.valid("a".repeat(63) + ".test")).isTrue();
        assertThat(HostName.valid("a".repeat(64) + ".test")).isFalse();
    }

    @Test
    void takesNoNameAboveItsLimit() {
        assertThat(HostName.valid("a.".repeat(126) + "a")).isTrue();
        assertThat(HostName.valid("a.".repeat(126) + "aa")).isFalse();
    }
}
