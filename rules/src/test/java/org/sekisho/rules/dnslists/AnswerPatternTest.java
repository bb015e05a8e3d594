package org.sekisho.rules.dnslists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.testing.Cases;

class AnswerPatternTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.2, 127.0.0.2, true",
        "127.0.0.2, 127.0.0.3, false",
        "127.0.0.[2..11], 127.0.0.2, true",
        "127.0.0.[2..11], 127.0.0.11, true",
        "127.0.0.[2..11], 127.0.0.12, false",
        "127.0.0.[2;4..6], 127.0.0.3, false",
        "127.0.0.[2;4..6], 127.0.0.5, true",
        "127.0.[0..255].[1..3], 127.0.200.3, true",
        "127.0.[0..255].0, 127.0.200.3, false",
    })
    void matchesAsInPostfix(String pattern, String answer, boolean matches) {
        InetAddress given = Cases.connection(answer).client();
        assertThat(AnswerPattern.parse(pattern).matches(given)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "127.0.0", "127.0.0.256", "127.0.0.[3..2]", "127.0.0.[]", "127.0.0.[2", "bl", "127.0.0.2-4"})
    void takesNothingElse(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnswerPattern.parse(pattern))
                .withMessageContaining("'" + pattern + "'");
    }
}
