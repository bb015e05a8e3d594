package org.sekisho.app.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.app.audit.AuditLog;
import org.sekisho.app.config.CommandLineSettings;
import org.sekisho.app.config.ConfigurationSource;
import org.sekisho.app.pseudonym.Names;
import org.sekisho.policy.Mode;
import org.sekisho.rules.account.AccountKeeper;
import org.sekisho.rules.account.Alarm;
import org.sekisho.rules.account.Alarms;
import org.sekisho.rules.incident.Deliveries;
import org.sekisho.rules.incident.Docket;
import org.sekisho.rules.incident.IncidentSettings;
import org.sekisho.rules.incident.MonthBook;
import org.sekisho.rules.origin.Origin;
import org.sekisho.rules.origin.Origins;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.ManualTime;

/** What operators ask of incidents. */
class IncidentDeskTest {
    private static final String TARO = "taro";

    @TempDir
    private Path folder;

    private final ManualTime time = new ManualTime();
    private final MemoryStore store = new MemoryStore(time);
    private final Docket docket = new Docket(store, time, new Random(1));
    private final Alarms alarms = new Alarms();
    private final AccountKeeper keeper = new AccountKeeper(store, time, Origins.NONE, new byte[32], alarms);
    private AuditLog audit;
    private IncidentDesk desk;

    @BeforeEach
    void start() {
        IncidentSettings some = IncidentSettings.DEFAULTS;
        docket.govern(
                new IncidentSettings(
                        some.response(),
                        some.score(),
                        some.scope(),
                        some.time(),
                        some.maxTime(),
                        some.watch(),
                        some.releaseOnPasswordChange(),
                        some.exempt(),
                        Optional.of("Terms of use, article 12"),
                        some.complaints(),
                        some.notice()),
                net -> Mode.ENFORCE);
        alarms.observe(docket);
        QuietDesks.loggedIn(store, time, TARO);
        audit = new AuditLog(folder, time, () -> "c0ffee", () -> 7, Names.AS_THEY_ARE);
        desk = new IncidentDesk(
                docket,
                keeper,
                alarms,
                new Deliveries(store, time, keeper.accounts()::hasSent),
                new MonthBook(store, time, docket),
                audit,
                time);
    }

    @AfterEach
    void stop() throws IOException {
        audit.close();
    }

    private Optional<IncidentLine> complain(String account) throws Exception {
        return Answers.await(desk.complain(new IncidentLine.Complaint(account, "phishing"), "ben"));
    }

    @Test
    void takesAComplaintAboutAnAccountInByItsAddress() throws Exception {
        assertThat(complain("Taro@example.jp").orElseThrow().account()).isEqualTo(TARO);
    }

    @Test
    void takesAComplaintAboutAnAccountInByItsNameWithoutTheRealm() throws Exception {
        QuietDesks.loggedIn(store, time, "hanako@example.jp");
        setRealm();

        assertThat(complain("Hanako").orElseThrow().account()).isEqualTo("hanako@example.jp");
    }

    @Test
    void tellsOfAnAccountByTheNameThatItIsKnownBy() throws Exception {
        QuietDesks.loggedIn(store, time, "hanako@example.jp");
        setRealm();

        assertThat(Answers.await(desk.account("Hanako")).orElseThrow().account())
                .isEqualTo("hanako@example.jp");
    }

    private void setRealm() throws Exception {
        Path file = Files.writeString(folder.resolve("sekisho.yaml"), "accounts: {realm: example.jp}\n");
        keeper.replace(new ConfigurationSource(Map.of(), Optional.of(file), CommandLineSettings.NONE)
                .load()
                .accounts());
    }

    /** Who reports what was never sent must not fill the book of incidents. */
    @Test
    void blamesNoAccountThatDoesNotExist() {
        assertThatThrownBy(() -> complain("nobody@example.jp"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no account of that name has logged in: nobody is blamed for what it did not send");
        assertThat(docket.present()).isEmpty();
    }

    private void alarm(String account, String net) {
        docket.told(new Alarm(
                account,
                net,
                60,
                time.instant(),
                InetAddress.getLoopbackAddress(),
                Origin.UNKNOWN,
                net,
                List.of(),
                OptionalInt.empty()));
    }

    /** The abuse follows its trial within about a week (IIJ). */
    @Test
    void tellsHowLongItTookFromTrialMailsToTheAbuse() throws Exception {
        int[] days = {2, 6, 5};
        for (int i = 0; i < days.length; i++) {
            alarm("user" + i + "@example.jp", Alarm.TRIAL_MAILS);
            time.advance(Duration.ofDays(days[i]));
            alarm("user" + i + "@example.jp", "messages");
        }
        alarm("never@example.jp", Alarm.TRIAL_MAILS);
        docket.tick().toCompletableFuture().join();

        assertThat(Answers.await(desk.accounts()).abused()).contains(new AccountsReport.DaysToAbuse(3, 2, 5, 6));
    }

    @Test
    void tellsNothingOfAbuseWhereThereWasNone() throws Exception {
        alarm(TARO, Alarm.TRIAL_MAILS);
        docket.tick().toCompletableFuture().join();

        assertThat(Answers.await(desk.accounts()).abused()).isEmpty();
    }

    @Test
    @DisplayName("capability 3.11: the legal basis of a restriction stands in the audit")
    void writesTheLegalBasisIntoTheAudit() throws Exception {
        docket.told(new Alarm(
                TARO,
                "countries",
                60,
                time.instant(),
                InetAddress.getLoopbackAddress(),
                Origin.UNKNOWN,
                "10 countries",
                List.of(),
                OptionalInt.empty()));
        String id = docket.of(TARO).orElseThrow().id();

        Answers.await(desk.act(id, new IncidentLine.Wish("defend", "real", Optional.empty(), Optional.empty()), "ben"));

        assertThat(audited()).contains("\"evidence\":[\"legal basis: Terms of use, article 12\"]");
    }

    private String audited() throws IOException {
        return Files.readString(folder.resolve("audit.log"));
    }
}
