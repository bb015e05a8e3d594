package org.sekisho.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final Endpoint ADDRESS = new Endpoint("127.0.0.1", 0);
    private static final ListenerSettings MX = ListenerSettings.inbound("mx", ADDRESS);
    private static final UpstreamSettings UPSTREAM = UpstreamSettings.of(ADDRESS, UpstreamSettings.Identity.XCLIENT);

    static List<Arguments> wrongValues() {
        return List.of(
                wrong(() -> new Limits(0, 1, 100, 1, 65_536), "limits.connections: must be at least 1, is 0"),
                wrong(() -> new Limits(1, 0, 100, 1, 65_536), "limits.connectionsPerClient: must be at least 1, is 0"),
                wrong(() -> new Limits(1, 1, 99, 1, 65_536), "limits.recipients: must be at least 100, is 99"),
                wrong(() -> new Limits(1, 1, 100, 0, 65_536), "limits.errors: must be at least 1, is 0"),
                wrong(() -> new Limits(1, 1, 100, 1, 65_535), "limits.messageSize: must be at least 65536, is 65535"),
                wrong(() -> timeouts(0, 0), "timeouts.command: must be longer than 0, is 0s"),
                wrong(() -> timeouts(1, -2), "timeouts.data: must be longer than 0, is -2s"),
                wrong(() -> ListenerSettings.inbound(" ", ADDRESS), "name: must not be empty"),
                wrong(
                        () -> tls(TlsSettings.Mode.STARTTLS, false),
                        "tls: certificate and key are needed for mode starttls"),
                wrong(() -> tls(TlsSettings.Mode.OFF, true), "tls.required: cannot be true while tls.mode is off"),
                wrong(() -> upstream(List.of(), 1, 1), "upstream.addresses: at least one is needed"),
                wrong(() -> upstream(List.of(ADDRESS), 0, 1), "upstream.connections: must be at least 1, is 0"),
                wrong(() -> upstream(List.of(ADDRESS), 1, 0), "upstream.timeout: must be longer than 0, is 0s"),
                wrong(
                        () -> ProxySettings.of("", MX, UPSTREAM),
                        "hostName: must be printable ASCII without spaces, is ''"),
                wrong(
                        () -> ProxySettings.of("a b", MX, UPSTREAM),
                        "hostName: must be printable ASCII without spaces, is 'a b'"),
                wrong(() -> proxy().withListeners(List.of()), "listeners: at least one is needed"),
                wrong(
                        () -> proxy().withListeners(List.of(MX, MX)),
                        "listeners: two have the same name; give each its own"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrongValues")
    void namesTheSettingAndWhatWouldBeRight(ThrowingCallable settings, String message) {
        assertThatThrownBy(settings)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"m\u00e4il.example", "mail\r\n", "mail\u007f"})
    void refusesAHostNameThatIsNotPrintableAscii(String name) {
        assertThatThrownBy(() -> ProxySettings.of(name, MX, UPSTREAM)).hasMessageStartingWith("hostName: ");
    }

    @Test
    void changesOnePartAndKeepsTheOthers() {
        Limits limits = new Limits(1, 1, 100, 1, 65_536);
        ProxySettings changed = proxy().withLimits(limits).withTimeouts(timeouts(1, 1));
        assertThat(changed.limits()).isEqualTo(limits);
        assertThat(changed.timeouts()).isEqualTo(timeouts(1, 1));
        assertThat(changed.withLimits(Limits.DEFAULTS).withTimeouts(Timeouts.DEFAULTS))
                .isEqualTo(proxy());
    }

    @Test
    void waitsAtLeastAsLongAsTheRfcWants() {
        assertThat(Timeouts.DEFAULTS.command()).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
        assertThat(Timeouts.DEFAULTS.data()).isGreaterThanOrEqualTo(Duration.ofMinutes(3));
        assertThat(UPSTREAM.endOfDataTimeout()).isGreaterThanOrEqualTo(Duration.ofMinutes(10));
    }

    private static Arguments wrong(ThrowingCallable settings, String message) {
        return Arguments.of(settings, message);
    }

    private static ProxySettings proxy() {
        return ProxySettings.of("mail.example", MX, UPSTREAM);
    }

    private static Timeouts timeouts(long command, long data) {
        Duration second = Duration.ofSeconds(1);
        return new Timeouts(Duration.ofSeconds(command), Duration.ofSeconds(data), second, second, second, second);
    }

    private static TlsSettings tls(TlsSettings.Mode mode, boolean required) {
        return new TlsSettings(mode, Optional.of(Path.of("cert.pem")), Optional.empty(), required);
    }

    private static UpstreamSettings upstream(List<Endpoint> addresses, int connections, long timeout) {
        return new UpstreamSettings(
                addresses,
                connections,
                Duration.ofSeconds(1),
                UpstreamSettings.Identity.NONE,
                UpstreamSettings.Tls.OFF,
                false,
                Optional.empty(),
                Duration.ofSeconds(timeout),
                Duration.ofSeconds(1));
    }
}
