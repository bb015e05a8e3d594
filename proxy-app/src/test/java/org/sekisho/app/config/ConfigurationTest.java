package org.sekisho.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.app.action.ActionSettings;
import org.sekisho.app.action.CommandSettings;
import org.sekisho.app.action.MailSettings;
import org.sekisho.app.action.NftablesSettings;
import org.sekisho.app.action.WebhookSettings;
import org.sekisho.app.config.ListenerEntry.ProxyProtocolEntry;
import org.sekisho.app.origin.OriginSettings;
import org.sekisho.policy.Mode;
import org.sekisho.rules.account.AccountSettings;
import org.sekisho.rules.incident.IncidentSettings;
import org.sekisho.rules.jail.JailSettings;
import org.sekisho.rules.jail.Jails;
import org.sekisho.rules.trial.TrialSettings;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.Limits;
import org.sekisho.settings.ListenerSettings.Service;
import org.sekisho.settings.Network;
import org.sekisho.settings.ProxySettings.BareNewline;
import org.sekisho.settings.Timeouts;
import org.sekisho.settings.TlsSettings;
import org.sekisho.settings.UpstreamSettings;
import org.sekisho.settings.UpstreamSettings.Identity;

final class ConfigurationTest {
    @TempDir
    Path directory;

    private ConfigurationFiles files;

    @BeforeEach
    void atDirectory() {
        files = new ConfigurationFiles(directory);
    }

    @Test
    void aJailThatIsThereByDefaultIsChangedAndAnotherIsAdded() throws ConfigurationException, IOException {
        Configuration configuration = files.load("""
                jails:
                  unknown-users: {mode: enforce, maxRetry: 5, banTime: permanent}
                  liars: {counts: [protocol, early-talk], findTime: 1h, increment: {enabled: true, maxTime: 7d}}
                """);

        assertThat(configuration.jails().get("unknown-users"))
                .isEqualTo(Jails.defaultsOf("unknown-users").but(jail -> {
                    jail.mode = Mode.ENFORCE;
                    jail.maxRetry = 5;
                    jail.banTime = JailSettings.PERMANENT;
                }));
        assertThat(configuration.jails())
                .hasEntrySatisfying(
                        "liars", jail -> assertThat(jail.counts()).containsExactly("protocol", "early-talk"));
        assertThat(configuration.jails()).containsKeys("recidive", "auth");
    }

    @Test
    void warnsOfJailsWhoseBansNobodyLooksAt() throws ConfigurationException, IOException {
        assertThat(Warnings.about(files.load("{rules: {profile: none}, jails: {auth: {mode: enforce}}}")))
                .singleElement(STRING)
                .startsWith("jails: auth would ban, but the rule bans stands nowhere");
        assertThat(Warnings.about(files.load("jails: {auth: {mode: enforce}}"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jails: {unknown-users: {maxRetry: 0}} | jails.unknown-users.maxRetry: must be between 1 and 500; is 0",
                "jails: {unknown-users: {maxretry: 3}} | jails.unknown-users.maxretry: unknown key; did you mean maxRetry?",
                "jails: {liars: {maxRetry: 3}} | jails.liars: must name at least one offence in counts",
                "jails: {auth: {ignoreIp: [10.0.0.1/8]}} | jails.auth.ignoreIp",
                "jails: {auth: {counts: [sneezing]}} | jails.auth.counts",
                "jails: {auth: {goodShare: half}} | jails.auth.goodShare: must be a number, such as 0.5, is 'half'",
                "jails: {'No Name': {counts: [error]}} | jails: must have names of lower case letters and hyphens"
            })
    void aMistakeInAJailIsToldWithItsKey(String file, String problem) {
        assertThatThrownBy(() -> files.load(file))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        wrong -> assertThat(wrong.problems())
                                .extracting(Problem::toString)
                                .singleElement(STRING)
                                .contains(problem));
    }

    @Test
    void takesTheNetsForAccounts() throws ConfigurationException, IOException {
        String yaml = "accounts: {countries: {mode: enforce, max: 5, within: 12h}, homes: [192.0.2.0/24]}";
        AccountSettings accounts = files.load(yaml).accounts();
        assertThat(accounts.countries()).isEqualTo(new AccountSettings.Count(Mode.ENFORCE, 5, Duration.ofHours(12)));
        assertThat(accounts.homes()).containsExactly(Network.parse("192.0.2.0/24"));
        assertThat(accounts.travel()).isEqualTo(AccountSettings.DEFAULTS.travel());
    }

    @Test
    void hasADefaultForEverything() throws ConfigurationException, IOException {
        Configuration configuration = files.load("");

        assertThat(configuration)
                .isEqualTo(new Configuration(
                        configuration.hostName(),
                        List.of(new ListenerEntry(
                                "mx",
                                new Endpoint("127.0.0.1", 2525),
                                Service.INBOUND,
                                TlsSettings.OFF,
                                new ProxyProtocolEntry(List.of()))),
                        Optional.empty(),
                        Limits.DEFAULTS,
                        Timeouts.DEFAULTS,
                        false,
                        BareNewline.REJECT,
                        StateSettings.of(StateSettings.Store.EMBEDDED, Path.of("/var/lib/sekisho")),
                        configuration.rules(),
                        Jails.DEFAULTS.byName(),
                        AccountSettings.DEFAULTS,
                        TrialSettings.DEFAULTS,
                        IncidentSettings.DEFAULTS,
                        ActionSettings.DEFAULTS,
                        OriginSettings.DEFAULTS,
                        new DnsSettings(List.of(), Duration.ofSeconds(5)),
                        new AdminSettings(true, new Endpoint("127.0.0.1", 8025)),
                        LogSettings.DEFAULTS,
                        new EmbeddedSettings(Path.of("sekisho-mail")),
                        true));
    }

    @Test
    void countsAKeyWithoutAValueAsNotSet() throws ConfigurationException, IOException {
        assertThat(files.load("limits:\nupstream:\nhostName: ~\n")).isEqualTo(files.load(""));
    }

    @Test
    void needsNoMoreOfAnUpstreamThanItsAddress() throws ConfigurationException, IOException {
        assertThat(files.load("upstream: {addresses: ['[::1]:10025']}").upstream())
                .contains(UpstreamSettings.of(new Endpoint("::1", 10025), Identity.XCLIENT));
    }

    @Test
    void mapsEverySettingOfAListener() throws ConfigurationException, IOException {
        KeyPairs.write(directory, "mx");
        String yaml = """
                listeners:
                  - name: front
                    address: 0.0.0.0:587
                    service: submission
                    tls: {mode: starttls, certificate: DIR/mx.pem, key: DIR/mx.key, required: true}
                    proxyProtocol: {from: [192.0.2.0/24]}
                """.replace("DIR", directory.toString());

        assertThat(files.load(yaml).listeners())
                .containsExactly(new ListenerEntry(
                        "front",
                        new Endpoint("0.0.0.0", 587),
                        Service.SUBMISSION,
                        new TlsSettings(
                                TlsSettings.Mode.STARTTLS,
                                Optional.of(directory.resolve("mx.pem")),
                                Optional.of(directory.resolve("mx.key")),
                                true),
                        new ProxyProtocolEntry(List.of(Network.parse("192.0.2.0/24")))));
    }

    @Test
    void mapsEverySettingOfTheUpstream() throws ConfigurationException, IOException {
        KeyPairs.write(directory, "mx");
        String yaml = """
                upstream:
                  addresses: [mail.example.org:25, '[2001:db8::1]:26']
                  connections: 7
                  connectTimeout: 8s
                  identity: proxy
                  tls: required
                  verifyCertificate: false
                  trust: DIR/mx.pem
                  timeout: 1500ms
                  endOfDataTimeout: 1h
                """.replace("DIR", directory.toString());

        assertThat(files.load(yaml).upstream())
                .contains(new UpstreamSettings(
                        List.of(new Endpoint("mail.example.org", 25), new Endpoint("2001:db8::1", 26)),
                        7,
                        Duration.ofSeconds(8),
                        Identity.PROXY,
                        UpstreamSettings.Tls.REQUIRED,
                        false,
                        Optional.of(directory.resolve("mx.pem")),
                        Duration.ofMillis(1500),
                        Duration.ofHours(1)));
    }

    @Test
    void mapsEveryOtherSetting() throws ConfigurationException, IOException {
        String yaml = """
                hostName: mx.example.org
                limits: {connections: 1, connectionsPerClient: 2, recipients: 103, errors: 4, messageSize: 5MB}
                timeouts: {command: 1s, data: 2m, tlsHandshake: 3h, proxyHeader: 4s, write: 5s, drain: 1d}
                receivedHeader: true
                bareNewline: normalize
                state: {store: memory, directory: state}
                dns: {servers: [192.0.2.53, '[2001:db8::53]:5353'], timeout: 2s}
                admin: {enabled: false, address: '[::1]:1'}
                log: {format: json, file: sekisho.log, level: debug, pseudonyms: true, rotateKey: 7d, keepKeys: 14d}
                embedded: {directory: elsewhere}
                reloadOnChange: false
                """;

        assertThat(files.load(yaml))
                .isEqualTo(new Configuration(
                        "mx.example.org",
                        List.of(ListenerEntry.DEFAULT),
                        Optional.empty(),
                        new Limits(1, 2, 103, 4, 5_000_000),
                        new Timeouts(
                                Duration.ofSeconds(1),
                                Duration.ofMinutes(2),
                                Duration.ofHours(3),
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(5),
                                Duration.ofDays(1)),
                        true,
                        BareNewline.NORMALIZE,
                        StateSettings.of(StateSettings.Store.MEMORY, Path.of("state")),
                        files.load("").rules(),
                        Jails.DEFAULTS.byName(),
                        AccountSettings.DEFAULTS,
                        TrialSettings.DEFAULTS,
                        IncidentSettings.DEFAULTS,
                        ActionSettings.DEFAULTS,
                        OriginSettings.DEFAULTS,
                        new DnsSettings(
                                List.of(NameServer.parse("192.0.2.53:53"), NameServer.parse("[2001:db8::53]:5353")),
                                Duration.ofSeconds(2)),
                        new AdminSettings(false, new Endpoint("::1", 1)),
                        new LogSettings(
                                LogSettings.Format.JSON,
                                Optional.of(Path.of("sekisho.log")),
                                LogSettings.Level.DEBUG,
                                true,
                                Duration.ofDays(7),
                                Duration.ofDays(14)),
                        new EmbeddedSettings(Path.of("elsewhere")),
                        false));
    }

    @Test
    void mapsWhatIsDoneAboutBans() throws ConfigurationException, IOException {
        String yaml = """
                actions:
                  mail:
                    to: [root@example.org]
                    from: sekisho@example.org
                    server: 127.0.0.1:10025
                    about: [ban, would-ban]
                    whois: false
                    whoisServer: whois.example.org:43
                    evidence: false
                    perHour: 7
                    jails: [harvest]
                  nftables: {enabled: true, ports: [2525], table: mx, block: reject}
                  command: {ban: [/bin/on-ban, now], unban: [/bin/on-unban], timeout: 8s}
                  webhook: {url: "https://hooks.example.org/bans", tokenFile: token, timeout: 9s}
                """;

        assertThat(files.load(yaml).actions())
                .isEqualTo(new ActionSettings(
                        new MailSettings(
                                List.of("root@example.org"),
                                Optional.of("sekisho@example.org"),
                                new Endpoint("127.0.0.1", 10025),
                                List.of(MailSettings.About.BAN, MailSettings.About.WOULD_BAN),
                                false,
                                new Endpoint("whois.example.org", 43),
                                false,
                                7,
                                List.of("harvest")),
                        new NftablesSettings(true, List.of(2525), "mx", NftablesSettings.Block.REJECT),
                        new CommandSettings(
                                List.of("/bin/on-ban", "now"), List.of("/bin/on-unban"), Duration.ofSeconds(8)),
                        new WebhookSettings(
                                Optional.of("https://hooks.example.org/bans"),
                                Optional.of(Path.of("token")),
                                Duration.ofSeconds(9))));
    }

    @Test
    void printsAFileThatGivesTheSameConfiguration() throws ConfigurationException, IOException {
        Configuration configuration = files.load("""
                upstream: {addresses: ['[::1]:25'], timeout: 90s, tls: off}
                limits: {messageSize: 1000000}
                listeners: [{proxyProtocol: {from: ['2001:db8::/32']}}]
                """);

        assertThat(files.load(ConfigurationLoader.toYaml(configuration))).isEqualTo(configuration);
    }

    @Test
    void letsTheCommandLineWinOverEnvironmentOverFile() throws ConfigurationException, IOException {
        Path file = directory.resolve("sekisho.yaml");
        files.load("upstream: {addresses: ['file:1'], identity: none, tls: off}\nlog: {format: json}\n");
        Map<String, String> environment =
                Map.of("SEKISHO_UPSTREAM_ADDRESSES", "variable:2", "SEKISHO_UPSTREAM_IDENTITY", "proxy");
        CommandLineSettings options =
                new CommandLineSettings(List.of(), List.of("option:3"), Optional.empty(), Optional.of("text"));

        Configuration configuration = new ConfigurationLoader(environment).load(Optional.of(file), options);

        UpstreamSettings usual = UpstreamSettings.of(new Endpoint("option", 3), Identity.PROXY);
        assertThat(configuration.upstream().map(UpstreamSettings::addresses)).contains(usual.addresses());
        assertThat(configuration.upstream().map(UpstreamSettings::identity)).contains(Identity.PROXY);
        assertThat(configuration.upstream().map(UpstreamSettings::tls)).contains(UpstreamSettings.Tls.OFF);
        assertThat(configuration.log().format()).isEqualTo(LogSettings.Format.TEXT);
    }

    @Test
    void listensWhereTheCommandLineSaysInsteadOfWhereTheFileSays() throws ConfigurationException, IOException {
        files.load("listeners: [{address: 'file:1', service: submission}]");
        CommandLineSettings options = new CommandLineSettings(
                List.of("127.0.0.1:1", "[::1]:2"), List.of(), Optional.empty(), Optional.empty());

        Configuration configuration =
                new ConfigurationLoader(Map.of()).load(Optional.of(directory.resolve("sekisho.yaml")), options);

        assertThat(configuration.listeners())
                .extracting(listener -> listener.name() + " " + listener.address() + " " + listener.service())
                .containsExactly("mx 127.0.0.1:1 INBOUND", "mx-2 [::1]:2 INBOUND");
    }
}
