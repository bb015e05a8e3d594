package org.sekisho.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.app.config.CommandLineSettings;
import org.sekisho.app.config.Configuration;
import org.sekisho.app.config.ConfigurationSource;
import org.sekisho.app.config.LogSettings;
import org.sekisho.app.log.LogOutput;
import org.sekisho.app.pseudonym.PseudonymKeys;
import org.sekisho.app.pseudonym.Pseudonyms;
import org.sekisho.policy.Happening;
import org.sekisho.policy.RecipientVerifier;
import org.sekisho.policy.TrailSink;
import org.sekisho.rules.incident.Docket;
import org.sekisho.rules.incident.Incident;
import org.sekisho.rules.incident.State;
import org.sekisho.rules.origin.Origin;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.Cases;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.ZoneDns;

/** What the program does about alarms, by its configuration. */
class RespondingTest {
    private static final List<String> COUNTRIES = List.of("BR", "EG", "VN");

    private final ManualTime time = new ManualTime();

    @TempDir
    private Path directory;

    private Docket docket;
    private Accounting accounting;
    private Responding responding;

    @BeforeEach
    void start() throws Exception {
        Configuration configuration =
                configuration("{accounts: {countries: {mode: enforce, max: 3}}, incidents: {response: restrict}}");
        Defences defences = Defences.of(
                configuration,
                time,
                new SecureRandom(),
                new ZoneDns(),
                Memory.ofThisNode(new MemoryStore(time), time),
                () -> 0,
                RecipientVerifier.NONE);
        docket = defences.tools().docket();
        accounting =
                new Accounting(configuration, defences.tools(), RespondingTest::origin, TrailSink.NONE, new byte[32]);
        responding = new Responding(configuration, defences.tools(), accounting);
    }

    @AfterEach
    void stop() {
        responding.close();
    }

    private Configuration configuration(String yaml) throws Exception {
        Path file = Files.writeString(directory.resolve("sekisho.yaml"), yaml);
        return new ConfigurationSource(Map.of(), Optional.of(file), CommandLineSettings.NONE).load();
    }

    /** By the last octet. */
    private static Origin origin(InetAddress address) {
        int which = address.getAddress()[3] % COUNTRIES.size();
        return new Origin(Optional.of(COUNTRIES.get(which)), Optional.empty(), Optional.empty());
    }

    private Optional<State> afterLoginsFromThreeCountries() {
        for (int i = 0; i < COUNTRIES.size(); i++) {
            accounting
                    .keeper()
                    .learn(
                            new Happening.Authenticated(Optional.of("Taro"), OptionalInt.empty()),
                            Cases.from("192.0.2." + i));
        }
        return docket.of("taro").map(Incident::state);
    }

    @Test
    void restrictsAnAccountForANetThatEnforces() {
        assertThat(afterLoginsFromThreeCountries()).contains(State.DEFENDED);
        assertThat(docket.defending("Taro")).isPresent();
    }

    @Test
    void onlyWatchesAnExemptAccountWhoseNameHasNoRealm() throws Exception {
        Configuration realm = configuration("{accounts: {realm: example.jp, countries: {mode: enforce, max: 3}},"
                + " incidents: {response: restrict, exempt: [Taro]}}");
        accounting.govern(realm);
        responding.govern(realm);
        afterLoginsFromThreeCountries();

        assertThat(docket.of("taro@example.jp").map(Incident::state)).contains(State.WATCH);
    }

    @Test
    void onlyWatchesForANetThatObserves() throws Exception {
        responding.govern(configuration("{accounts: {countries: {max: 3}}, incidents: {response: restrict}}"));

        assertThat(afterLoginsFromThreeCountries()).contains(State.WATCH);
    }

    @Test
    void asksAnOperatorUnlessItIsToRestrict() throws Exception {
        responding.govern(configuration("accounts: {countries: {mode: enforce, max: 3}}"));

        assertThat(afterLoginsFromThreeCountries()).contains(State.OPEN);
    }

    @Test
    void theLogHasAPseudonymForAnAccountAlsoInOperatorsWords() throws Exception {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Pseudonyms names = new Pseudonyms(
                PseudonymKeys.open(directory, Duration.ofDays(30), Duration.ofDays(90), time, new SecureRandom()),
                List.of());
        LogOutput log = LogOutput.open(LogSettings.DEFAULTS, written, time, names);
        afterLoginsFromThreeCountries();
        accounting.alarms().told(docket.complaint("taro", "Taro sends spam"));
        log.close();

        assertThat(written.toString(UTF_8))
                .contains("Account acct-", ": countries: ", "Incident ", " sends spam")
                .doesNotContainIgnoringCase("taro");
    }
}
