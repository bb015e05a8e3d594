package org.sekisho.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:25, 127.0.0.1, 25",
        "[::1]:0, ::1, 0",
        "mail.example.org:65535, mail.example.org, 65535",
        "[2001:db8::1]:2525, 2001:db8::1, 2525"
    })
    void readsHostAndPortAndWritesThemBack(String text, String host, int port) {
        assertThat(Endpoint.parse(text)).isEqualTo(new Endpoint(host, port)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "25",
                ":25",
                "host",
                "host:",
                "host:x",
                "host:-1",
                "host:123456",
                "::1:25",
                "[::1]",
                "[::1]25",
                "[::1:25",
                "a:b:1"
            })
    void namesTheFormThatItWants(String text) {
        assertThatThrownBy(() -> Endpoint.parse(text))
                .hasMessage("'" + text + "' is not HOST:PORT, such as 127.0.0.1:25, [::1]:25 or mail.example.org:25");
    }

    @Test
    void refusesAPortThatDoesNotExist() {
        assertThatThrownBy(() -> Endpoint.parse("host:65536")).hasMessage("the port must be 0 to 65535, is 65536");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]:25", "my host:25", " :25"})
    void refusesAHostThatIsNone(String text) {
        assertThatThrownBy(() -> Endpoint.parse(text))
                .hasMessageStartingWith("the host must not be empty or hold spaces, is '");
    }
}
