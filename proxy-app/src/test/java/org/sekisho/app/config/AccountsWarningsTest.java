package org.sekisho.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator is told about accounts that are not watched or defended as the configuration seems to say. */
final class AccountsWarningsTest {
    private static final String SUBMISSION =
            "{name: submission, address: '127.0.0.1:587', service: submission, tls: {mode: 'off'}}";

    @TempDir
    private Path directory;

    private ConfigurationFiles files;
    private String origins = "";

    @BeforeEach
    void withOrigins() throws IOException {
        files = new ConfigurationFiles(directory);
        Path countries = Files.writeString(directory.resolve("c.csv"), "192.0.2.0,192.0.2.255,JP\n");
        Path systems = Files.writeString(directory.resolve("s.csv"), "192.0.2.0,192.0.2.255,64500,Example\n");
        origins = "origins: {countries: " + countries + ", systems: " + systems + "}\n";
    }

    private Iterable<String> warnings(String more) throws ConfigurationException, IOException {
        return Warnings.about(files.load("listeners: [" + SUBMISSION + "]\n" + more));
    }

    @Test
    void hasNothingToSayWhereAllIsThere() throws ConfigurationException, IOException {
        assertThat(warnings(origins)).isEmpty();
    }

    @Test
    void hasNothingToSayWhereNobodyLogsIn() throws ConfigurationException, IOException {
        assertThat(Warnings.about(files.load("rules: {profile: none}"))).isEmpty();
    }

    @Test
    void namesTheNetsWhoseFilesAreMissing() throws ConfigurationException, IOException {
        assertThat(warnings("accounts: {weeklyCountry: {mode: 'off'}, countries: {mode: enforce}}"))
                .containsExactly(
                        "accounts.countries, accounts.travel, accounts.teleporter: nobody is ever caught without a file"
                                + " that tells the countries of addresses; name one in origins.countries, or set the"
                                + " mode to off",
                        "accounts.systems, accounts.weeklySystem: nobody is ever caught without a file that tells the"
                                + " systems of addresses; name one in origins.systems, or set the mode to off");
    }

    @Test
    void saysThatNothingIsEnforcedWithoutTheRule() throws ConfigurationException, IOException {
        assertThat(warnings(origins + "rules: {profile: none}"))
                .containsExactly("the rule accounts stands nowhere, so that a restriction of an account has no effect;"
                        + " choose another rules.profile, or name it in rules.order");
    }

    @Test
    void saysThatNothingIsEnforcedByARuleThatWatches() throws ConfigurationException, IOException {
        assertThat(warnings(origins + "rules: {set: {accounts: {mode: observe}}}"))
                .containsExactly("rules.set.accounts.mode is observe, so that a restriction of an account has no"
                        + " effect; set it to enforce");
    }

    @Test
    void saysThatOwnersAreNotTold() throws ConfigurationException, IOException {
        assertThat(warnings(origins + "incidents: {response: restrict}"))
                .containsExactly("incidents.response is restrict, but no owner of a restricted account is told, and"
                        + " nothing says that one has not been; set incidents.notice.enabled to true");
    }

    @Test
    void reportsFilesOfNoticesThatAreNotThere() throws IOException {
        assertThat(files.problems("""
                        incidents:
                          notice:
                            templates: %1$s
                            legalBasis: %1$s/terms.txt
                            addresses: %1$s/owners
                        """.formatted(directory.resolve("gone"))))
                .containsExactlyInAnyOrder(
                        "sekisho.yaml:3:5: incidents.notice.templates: there is no file gone/ja.txt",
                        "sekisho.yaml:4:5: incidents.notice.legalBasis: there is no file gone/terms.txt",
                        "sekisho.yaml:5:5: incidents.notice.addresses: there is no file gone/owners");
    }

    @Test
    void reportsATextWithoutASubject() throws IOException {
        Files.writeString(directory.resolve("ja.txt"), "Subject: notice\n\ntext\n");
        Files.writeString(directory.resolve("en.txt"), "Dear user,\n");

        assertThat(files.problems("incidents: {notice: {templates: " + directory + "}}"))
                .singleElement()
                .asString()
                .contains("incidents.notice.templates: the text en.txt must begin with a line 'Subject: ...'");
    }
}
