package org.sekisho.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EnvironmentTest {
    @TempDir
    Path directory;

    private ConfigurationFiles files;

    @BeforeEach
    void atDirectory() {
        files = new ConfigurationFiles(directory);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SEKISHO_HOST_NAME                  | mx.example.org    | hostName: mx.example.org
            SEKISHO_HOST_NAME                  | 12                | hostName: '12'
            SEKISHO_UPSTREAM_ADDRESSES         | postfix:25        | upstream: {addresses: ['postfix:25']}
            SEKISHO_UPSTREAM_ADDRESSES         | a:1, b:2          | upstream: {addresses: ['a:1', 'b:2']}
            SEKISHO_LISTENERS_0_ADDRESS        | 0.0.0.0:25        | listeners: [{address: '0.0.0.0:25'}]
            SEKISHO_LISTENERS_0_TLS_REQUIRED   | false             | listeners: [{tls: {required: false}}]
            SEKISHO_LISTENERS_0_PROXY_PROTOCOL_FROM | 10.0.0.0/8,::1 | listeners: [{proxyProtocol: {from: [10.0.0.0/8, '::1']}}]
            SEKISHO_LIMITS_CONNECTIONS         | 12                | limits: {connections: 12}
            SEKISHO_LIMITS_MESSAGE_SIZE        | 100000            | limits: {messageSize: 100000}
            SEKISHO_LIMITS_MESSAGE_SIZE        | 10MiB             | limits: {messageSize: 10MiB}
            SEKISHO_TIMEOUTS_TLS_HANDSHAKE     | 10s               | timeouts: {tlsHandshake: 10s}
            SEKISHO_RECEIVED_HEADER            | true              | receivedHeader: true
            SEKISHO_BARE_NEWLINE               | normalize         | bareNewline: normalize
            SEKISHO_STATE_STORE                | memory            | state: {store: memory}
            SEKISHO_DNS_SERVERS                | 192.0.2.53:53     | dns: {servers: ['192.0.2.53:53']}
            SEKISHO_RULES_PROFILE              | none              | rules: {profile: none}
            SEKISHO_RULES_LONGEST_DELAY        | 150s              | rules: {longestDelay: 150s}
            SEKISHO_LOG_FORMAT                 | json              | log: {format: json}
            SEKISHO_CONFIG                     | other.yaml        | {}
            SEKISHO_JAVA_OPTS                  | -Xmx1g            | {}
            SEKISHO_PORT                       | tcp://10.0.0.1:25 | {}
            SEKISHO_PORT_25_TCP_ADDR           | 10.0.0.1          | {}
            SEKISHO_SERVICE_HOST               | 10.0.0.1          | {}
            SEKISHO_SERVICE_PORT_SMTP          | 25                | {}
            OTHER_LOG_LEVEL                    | debug             | {}
            """)
    void saysTheSameAsTheFile(String variable, String value, String yaml) throws ConfigurationException, IOException {
        assertThat(files.load("", Map.of(variable, value))).isEqualTo(files.load(yaml));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SEKISHO_LIMIT_CONNECTIONS      | 5        | unknown; did you mean SEKISHO_LIMITS_CONNECTIONS?
            SEKISHO_LISTENERS_0_ADRESS     | a:1      | unknown; did you mean SEKISHO_LISTENERS_0_ADDRESS?
            SEKISHO_X                      | 5        | unknown; docs/configuration.md lists them all
            SEKISHO_LIMITS_CONNECTIONS     | many     | limits.connections: must be a whole number up to 2147483647, is 'many'
            SEKISHO_RECEIVED_HEADER        | yes      | receivedHeader: must be true or false, is 'yes'
            SEKISHO_LISTENERS_2_ADDRESS    | a:1      | listeners[2]: there are only 0 before it; the next index is 0
            SEKISHO_LISTENERS_0_ADDRESS    | a        | listeners[0].address: 'a' is not HOST:PORT, such as 127.0.0.1:25, [::1]:25 or mail.example.org:25
            """)
    void namesTheVariableThatIsWrong(String variable, String value, String problem) throws IOException {
        assertThat(files.problems("", Map.of(variable, value)))
                .containsExactly("environment variable " + variable + ": " + problem);
    }

    @Test
    void countsAnEmptyVariableAsNotSet() throws ConfigurationException, IOException {
        assertThat(files.load("", Map.of("SEKISHO_LOG_LEVEL", " "))).isEqualTo(files.load(""));
    }

    @Test
    void addsListenersInTheOrderOfTheirNumbers() throws ConfigurationException, IOException {
        Map<String, String> variables = new TreeMap<>();
        for (int i = 0; i <= 10; i++) {
            variables.put("SEKISHO_LISTENERS_" + i + "_ADDRESS", "localhost:" + (2500 + i));
            variables.put("SEKISHO_LISTENERS_" + i + "_NAME", "mx" + i);
        }

        assertThat(files.load("", variables).listeners())
                .extracting(ListenerEntry::name)
                .containsExactly("mx0", "mx1", "mx2", "mx3", "mx4", "mx5", "mx6", "mx7", "mx8", "mx9", "mx10");
    }

    @Test
    void changesOneKeyOfAListenerInTheFile() throws ConfigurationException, IOException {
        List<ListenerEntry> listeners = files.load(
                        "listeners: [{name: mx, address: 'a:1'}]", Map.of("SEKISHO_LISTENERS_0_ADDRESS", "b:2"))
                .listeners();

        assertThat(listeners)
                .extracting(listener -> listener.name() + " " + listener.address())
                .containsExactly("mx b:2");
    }
}
