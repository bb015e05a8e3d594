package org.sekisho.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProblemsTest {
    @TempDir
    Path directory;

    private ConfigurationFiles files;

    @BeforeEach
    void atDirectory() {
        files = new ConfigurationFiles(directory);
    }

    @Test
    void reportsEveryProblemAtOnceWithItsPlace() throws IOException {
        String yaml = """
                hostname: mx.example.org
                listeners:
                  - address: 25
                    service: inbnd
                  - name: submission
                    address: 0.0.0.0:587
                    tls: {mode: starttls}
                    proxyProtocol: {from: [192.0.2.0/24, 300.1.1.1, nowhere]}
                upstream:
                  addresses: [127.0.0.1:10025, "127.0.0.1"]
                  connectTimeout: 30
                  identity: xclnt
                  verifyCertificate: perhaps
                limits: {connections: 0, recipients: many, errors: -1, errors: 5}
                timeouts: 5m
                """;

        assertThat(files.problems(yaml))
                .containsExactlyInAnyOrder(
                        "sekisho.yaml:1:1: hostname: unknown key; did you mean hostName?",
                        "sekisho.yaml:3:5: listeners[0].address: '25' is not HOST:PORT, such as 127.0.0.1:25, [::1]:25"
                                + " or mail.example.org:25",
                        "sekisho.yaml:4:5: listeners[0].service: must be one of inbound, submission, is 'inbnd'",
                        "sekisho.yaml:7:5: listeners[1].tls: certificate and key are needed for mode starttls",
                        "sekisho.yaml:8:42: listeners[1].proxyProtocol.from[1]: '300.1.1.1' is not a network, such as"
                                + " 192.0.2.0/24, 2001:db8::/32 or 192.0.2.7",
                        "sekisho.yaml:8:53: listeners[1].proxyProtocol.from[2]: 'nowhere' is not a network, such as"
                                + " 192.0.2.0/24, 2001:db8::/32 or 192.0.2.7",
                        "sekisho.yaml:10:32: upstream.addresses[1]: '127.0.0.1' is not HOST:PORT, such as 127.0.0.1:25,"
                                + " [::1]:25 or mail.example.org:25",
                        "sekisho.yaml:11:3: upstream.connectTimeout: '30' is not a duration; write a number and a unit,"
                                + " such as 500ms, 30s, 5m, 1h or 1d",
                        "sekisho.yaml:12:3: upstream.identity: must be one of xclient, proxy, none, is 'xclnt'",
                        "sekisho.yaml:13:3: upstream.verifyCertificate: must be true or false, is 'perhaps'",
                        "sekisho.yaml:14:10: limits.connections: must be at least 1, is 0",
                        "sekisho.yaml:14:26: limits.recipients: must be a whole number up to 2147483647, is 'many'",
                        "sekisho.yaml:14:44: limits.errors: must be at least 1, is -1",
                        "sekisho.yaml:14:56: limits.errors: stands twice, first at sekisho.yaml:14:44; keep one",
                        "sekisho.yaml:15:1: timeouts: must be a section with any of the keys command, data,"
                                + " tlsHandshake, proxyHeader, write, drain, is '5m'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            goals: {}                               | 1:1: goals: unknown key; known here: hostName, listeners, upstream, limits, timeouts, receivedHeader, bareNewline, state, rules, jails, accounts, trialMails, incidents, actions, origins, dns, admin, log, embedded, reloadOnChange
            upstream: {adresses: [a:1], addresses: ['a:1']} | 1:12: upstream.adresses: unknown key; did you mean addresses?
            upstream: {identity: none}              | 1:1: upstream.addresses: at least one is needed, such as [127.0.0.1:10025]
            limits: {messageSize: 50 MiB}           | 1:10: limits.messageSize: '50 MiB' is not a size; write octets with or without a unit, such as 50MiB, 10MB or 52428800
            limits: {messageSize: 1KiB}             | 1:10: limits.messageSize: must be at least 65536, is 1024
            limits: {messageSize: [1]}              | 1:10: limits.messageSize: must be one value
            limits: {connections: 99999999999}      | 1:10: limits.connections: must be a whole number up to 2147483647, is '99999999999'
            limits: {connections: 1.5}              | 1:10: limits.connections: must be a whole number up to 2147483647, is '1.5'
            limits: {connections: true}             | 1:10: limits.connections: must be a whole number up to 2147483647, is 'true'
            limits: {connections: {}}               | 1:10: limits.connections: must be a whole number up to 2147483647
            limits: [1]                             | 1:1: limits: must be a section with any of the keys connections, connectionsPerClient, recipients, errors, messageSize
            timeouts: {drain: 0s}                   | 1:12: timeouts.drain: must be longer than 0, is 0s
            upstream: {addresses: 127.0.0.1:25}     | 1:12: upstream.addresses: must be a list, such as [first, second], is '127.0.0.1:25'
            upstream: {addresses: []}               | 1:12: upstream.addresses: at least one is needed
            upstream: {addresses: ['a:25'], timeout: 0m} | 1:33: upstream.timeout: must be longer than 0, is 0s
            listeners: []                           | 1:1: listeners: at least one is needed, such as [{address: '0.0.0.0:25'}]
            listeners: [{name: ' '}]                | 1:14: listeners[0].name: must not be empty
            listeners: [{tls: {required: true}}]    | 1:20: listeners[0].tls.required: cannot be true while tls.mode is off
            listeners: [{address: '[::1]'}]         | 1:14: listeners[0].address: '[::1]' is not HOST:PORT, such as 127.0.0.1:25, [::1]:25 or mail.example.org:25
            receivedHeader: yes                     | 1:1: receivedHeader: must be true or false, is 'yes'
            bareNewline: [reject]                   | 1:1: bareNewline: must be one of reject, normalize
            hostName: two words                     | 1:1: hostName: must be printable ASCII without spaces, is 'two words'
            hostName: {}                            | 1:1: hostName: must be text
            state: {store: sqlite}                  | 1:9: state.store: must be one of embedded, memory, redis, is 'sqlite'
            state: {redis: {timeout: 1m}}           | 1:17: state.redis.timeout: must be 1 ms to 10 s
            state: {redis: {user: sekisho}}         | 1:9: state.redis: passwordFile must be given where user is
            dns: {servers: ['ns.example:53']}       | 1:17: dns.servers[0]: 'ns.example:53' is not the address of a name server, such as 192.0.2.53 or [2001:db8::53]:5353
            dns: {timeout: 0s}                      | 1:7: dns.timeout: must be longer than 0
            admin: {address: '0.0.0.0:8025'}        | 1:9: admin.address: '0.0.0.0' can be reached from elsewhere, and the token would go in clear text; name 127.0.0.1 or [::1], and come through SSH
            admin: {enabled: maybe}                 | 1:9: admin.enabled: must be true or false, is 'maybe'
            rules: {longestDelay: 20s, set: {tarpit: {delay: 25s}}} | 1:9: rules.longestDelay: is shorter than rules.set.tarpit.delay, which is 25s; set it to 25s or more
            rules: {set: {recipients: {valid: /nowhere/list}}} | 1:28: rules.set.recipients.valid: cannot read /nowhere/list: there is no such file
            rules: {set: {dns-lists: {lists: [{zone: bl.example.org}]}}} | 1:35: rules.set.dns-lists.lists[0]: lacks weight
            log: {level: loud}                      | 1:7: log.level: must be one of error, warn, info, debug, is 'loud'
            - a                                     | 1:1: the file must hold keys and values, such as 'upstream: {addresses: [...]}'
            limits: {connections: 5                 | 2:1: not YAML: expected ',' or '}', but got <stream end>
            ? [a]                                   | 1:3: a key must be a word
            limits: &a {connections: *a}            | 1:9: limits: the alias leads back to itself; write the value out
            """)
    void saysWhatIsWrongWhereAndWhatWouldBeRight(String yaml, String problem) throws IOException {
        assertThat(files.problems(yaml + "\n")).containsExactly("sekisho.yaml:" + problem);
    }

    @Test
    void reportsEveryProblemOfOneSection() throws IOException {
        String yaml = """
                rules:
                  set:
                    greylist: {delay: 3d, retries: 99, keep: 0s}
                    tarpit: {delay: 1h, remember: 0s}
                    helo: {patterns: ["(", fine, "["]}
                    s25r: {patterns: ["(", "["], level: high}
                    early-talker: {exempt: [10.0.0.1/8, nowhere]}
                    limits:
                      rates: {connections-per-addres: 5/1m, errors-per-address: often}
                      atOnce: {client: 4, network: -1}
                    dns-lists:
                      lists: [{zone: "a b", weight: 1}, {zone: x.example, weight: 0}, {zone: y.example, weight: 1, answers: [a]}]
                      refuseAt: 0
                """;

        assertThat(files.problems(yaml))
                .extracting(problem -> problem.replaceFirst("(.*?): rules.set.(.*?):.*", "$2"))
                .containsExactlyInAnyOrder(
                        "greylist",
                        "greylist.retries",
                        "greylist.keep",
                        "tarpit.delay",
                        "tarpit.remember",
                        "helo.patterns[0]",
                        "helo.patterns[2]",
                        "s25r.patterns[0]",
                        "s25r.patterns[1]",
                        "s25r.level",
                        "early-talker.exempt[0]",
                        "early-talker.exempt[1]",
                        "limits.rates.connections-per-addres",
                        "limits.rates.errors-per-address",
                        "limits.atOnce.client",
                        "limits.atOnce.network",
                        "dns-lists.lists[0].zone",
                        "dns-lists.lists[1].weight",
                        "dns-lists.lists[2].answers[0]",
                        "dns-lists.refuseAt");
    }

    @Test
    void doesNotBlameASettingForWhatIsWrongWithAnother() throws IOException {
        assertThat(files.problems("""
                listeners: [{tls: {mode: starttls, required: true}}]
                rules: {set: {greylist: {delay: 0s, retryWindow: 2m}}}
                """))
                .containsExactlyInAnyOrder(
                        "sekisho.yaml:1:14: listeners[0].tls: certificate and key are needed for mode starttls",
                        "sekisho.yaml:2:26: rules.set.greylist.delay: must be longer than 0s");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:2525, 0.0.0.0:2525",
        "localhost:2525, 0.0.0.0:2525",
        "'[::1]:2525', '[::]:2525'",
        "127.0.0.1:2525, '[::]:2525'",
        "0.0.0.0:2525, '[::]:2525'"
    })
    void refusesAListenerOnAPortThatAnotherHasOnAllAddresses(String address, String all) throws IOException {
        assertThat(new ConfigurationFiles(directory).problems("""
                listeners:
                  - {name: one, address: '%s'}
                  - {name: all, address: '%s'}
                """.formatted(address, all)))
                .containsExactly("sekisho.yaml:2:17: listeners[0].address: " + address
                        + " is taken by listeners[1], which listens on all addresses; give each its own");
    }

    @Test
    void takesAnIpv6AddressBesideAllIpv4Addresses() throws IOException {
        assertThat(new ConfigurationFiles(directory).problems("""
                listeners:
                  - {name: one, address: '[::1]:2525'}
                  - {name: all, address: '0.0.0.0:2525'}
                """)).isEmpty();
    }

    @Test
    void refusesTwoListenersWithOneNameOrAddress() throws IOException {
        String yaml = """
                listeners:
                  - {name: mx, address: 'localhost:25'}
                  - {name: mx, address: 'localhost:25'}
                  - {name: other, address: 'localhost:0'}
                  - {name: fourth, address: 'localhost:0'}
                """;

        assertThat(files.problems(yaml))
                .containsExactly(
                        "sekisho.yaml:3:6: listeners[1].name: 'mx' is the name of listeners[0]; give each its own",
                        "sekisho.yaml:3:16: listeners[1].address: localhost:25 is the address of listeners[0]; give"
                                + " each its own");
    }

    @Test
    void saysThatTheFileIsMissing() {
        ConfigurationLoader loader = new ConfigurationLoader(Map.of());

        assertThat(catchThrowable(
                        () -> loader.load(Optional.of(directory.resolve("none.yaml")), CommandLineSettings.NONE)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(directory.resolve("none.yaml") + ": there is no such file; name another with --config");
    }
}
