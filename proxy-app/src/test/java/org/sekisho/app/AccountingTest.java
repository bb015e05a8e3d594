package org.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.app.config.CommandLineSettings;
import org.sekisho.app.config.Configuration;
import org.sekisho.app.config.ConfigurationSource;
import org.sekisho.policy.Happening;
import org.sekisho.policy.RecipientVerifier;
import org.sekisho.policy.TrailSink;
import org.sekisho.rules.origin.Origin;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.Cases;
import org.sekisho.testing.LogCapture;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.ZoneDns;

/** Accounts as the program watches them. */
class AccountingTest {
    private static final List<String> COUNTRIES = List.of("BR", "EG", "VN");

    private final ManualTime time = new ManualTime();

    @TempDir
    private Path directory;

    private Accounting accounting;

    @BeforeEach
    void start() throws Exception {
        Configuration configuration = configuration("accounts: {countries: {max: 3}}");
        Defences defences = Defences.of(
                configuration,
                time,
                new SecureRandom(),
                new ZoneDns(),
                Memory.ofThisNode(new MemoryStore(time), time),
                () -> 0,
                RecipientVerifier.NONE);
        accounting =
                new Accounting(configuration, defences.tools(), AccountingTest::origin, TrailSink.NONE, new byte[32]);
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

    private void logInFromThreeCountries() {
        for (int i = 0; i < COUNTRIES.size(); i++) {
            accounting
                    .keeper()
                    .learn(
                            new Happening.Authenticated(Optional.of("Taro"), OptionalInt.empty()),
                            Cases.from("192.0.2." + i));
        }
    }

    @Test
    void writesEachAlarmIntoTheLog() {
        try (LogCapture log = new LogCapture(Accounting.class.getName())) {
            logInFromThreeCountries();
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("Account taro: countries: logins from 3 countries within 1d"
                            + " (threshold 3) (score 100, from 192.0.2.2 VN)"));
        }
    }

    @Test
    void goesByAnotherConfigurationFromThenOn() throws Exception {
        accounting.govern(configuration("accounts: {countries: {mode: off}}"));
        try (LogCapture log = new LogCapture(Accounting.class.getName())) {
            logInFromThreeCountries();
            assertThat(log.lines()).isEmpty();
        }
    }
}
