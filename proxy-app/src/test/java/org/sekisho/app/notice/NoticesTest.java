package org.sekisho.app.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.app.action.Letter;
import org.sekisho.policy.Mode;
import org.sekisho.rules.account.Alarm;
import org.sekisho.rules.incident.Docket;
import org.sekisho.rules.incident.Entry;
import org.sekisho.rules.incident.Incident;
import org.sekisho.rules.incident.IncidentSettings;
import org.sekisho.rules.incident.IncidentSettings.Response;
import org.sekisho.rules.incident.NoticeSettings;
import org.sekisho.rules.incident.NoticeSettings.Language;
import org.sekisho.rules.incident.State;
import org.sekisho.rules.origin.Origin;
import org.sekisho.settings.Endpoint;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.LogCapture;
import org.sekisho.testing.ManualTime;

/** What the owner of a restricted account is told. */
class NoticesTest {
    private static final String OPERATOR = "ops@example.jp";
    private static final String TARO = "taro@example.jp";

    private record Sent(Letter letter, List<String> to) {}

    @TempDir
    private Path folder;

    private final ManualTime time = new ManualTime();
    private final Docket docket = new Docket(new MemoryStore(time), time, new Random(1));
    private final List<Sent> sent = new ArrayList<>();
    private boolean broken;
    private final Notices notices = new Notices(
            docket, NoticesTest::known, "mx.example.jp", time, settings -> (letter, to, date) -> deliver(letter, to));

    private void deliver(Letter letter, List<String> to) throws IOException {
        if (broken) {
            throw new IOException("127.0.0.1:25 did not take the mail: refused");
        }
        sent.add(new Sent(letter, to));
    }

    /** With the realm example.jp. */
    private static String known(String written) {
        String name = written.toLowerCase(Locale.ROOT);
        return name.contains("@") ? name : name + "@example.jp";
    }

    @BeforeEach
    void govern() {
        govern(settings(List.of(Language.JA, Language.EN), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private void govern(NoticeSettings settings) {
        IncidentSettings some = IncidentSettings.DEFAULTS;
        docket.govern(
                new IncidentSettings(
                        Response.RESTRICT,
                        some.score(),
                        some.scope(),
                        some.time(),
                        some.maxTime(),
                        some.watch(),
                        some.releaseOnPasswordChange(),
                        some.exempt(),
                        Optional.of("Terms of use, article 12"),
                        some.complaints(),
                        settings),
                net -> Mode.ENFORCE);
    }

    private NoticeSettings settings(
            List<Language> languages, Optional<Path> addresses, Optional<Path> templates, Optional<Path> legalBasis) {
        return new NoticeSettings(
                true,
                new Endpoint("127.0.0.1", 25),
                Optional.empty(),
                Optional.of("example.jp"),
                addresses,
                List.of(OPERATOR),
                languages,
                Optional.of("Asia/Tokyo"),
                templates,
                legalBasis,
                Optional.empty(),
                Duration.ofHours(1));
    }

    private void alarm(String account, int score) {
        docket.told(new Alarm(
                account,
                "countries",
                score,
                time.instant(),
                InetAddress.getLoopbackAddress(),
                Origin.UNKNOWN,
                "10 countries within 1d, the threshold is 10",
                List.of(),
                OptionalInt.empty()));
    }

    private Incident restricted(String account) {
        alarm(account, 100);
        return docket.of(account).orElseThrow();
    }

    private void pass(Duration some) {
        time.advance(some);
        docket.tick().toCompletableFuture().join();
        notices.send();
        notices.lookForLateOnes();
    }

    private Letter only() {
        return sent.get(0).letter;
    }

    @Test
    @DisplayName(
            "capability 3.5: the owner is told without delay, in Japanese and English, and the operator gets a copy")
    void tellsTheOwnerWithoutDelay() {
        Incident incident = restricted(TARO);

        notices.send();

        assertThat(sent).extracting(Sent::to).containsExactly(List.of(TARO), List.of(OPERATOR));
        assertThat(only().subject()).isEqualTo("[重要] メール送信の制限のお知らせ (" + incident.id() + ")");
        assertThat(only().body())
                .contains("制限した日時  2027-01-04 21:00 Asia/Tokyo", "短い間に多数の国からログインがありました")
                .contains(
                        "Since        2027-01-04 21:00 Asia/Tokyo",
                        "Reason       logins from many countries within a short time")
                .contains(
                        "Until        2027-01-05 21:00 Asia/Tokyo, or later while somebody else goes on trying",
                        "Reference    " + incident.id());
        assertThat(docket.of(TARO).orElseThrow().noticeDue()).isEmpty();
    }

    @Test
    @DisplayName("L9: a notice says why, since when, what to do and how to be released")
    void saysWhatToDo() {
        govern(settings(List.of(Language.EN), Optional.empty(), Optional.empty(), Optional.empty()));
        restricted(TARO);

        notices.send();

        assertThat(only().body())
                .contains("Change your password", "HOW TO BE RELEASED", "The restriction ends by itself")
                .doesNotContain("{", "threshold");
    }

    @ParameterizedTest
    @DisplayName(
            "capability 3.8: hints in the notice: retired employee, forwarding only, leftover contract, password reuse")
    @ValueSource(
            strings = {
                "a retired employee",
                "forwarding only",
                "a contract that is left over",
                "same password as at another service",
                "退職された方",
                "転送専用",
                "使わなくなった契約",
                "ほかのサービスと同じパスワード"
            })
    void hintsAtCauses(String hint) {
        restricted(TARO);

        notices.send();

        assertThat(only().body()).contains(hint);
    }

    @ParameterizedTest
    @DisplayName(
            "capability 4.16: the notice educates about password reuse and about bulk mail without care of recipients")
    @ValueSource(
            strings = {
                "Use a different one for each",
                "Bulk mail without care for its recipients",
                "サービスごとに別のパスワード",
                "同意のない一斉送信"
            })
    void educates(String advice) {
        restricted(TARO);

        notices.send();

        assertThat(only().body()).contains(advice);
    }

    @Test
    @DisplayName("capability 3.11: the clauses that the restriction rests on stand in the notice")
    void namesItsLegalBasis() throws IOException {
        Path clauses = Files.writeString(folder.resolve("terms.txt"), "約款 第12条 (利用の制限)\n");
        govern(settings(List.of(Language.JA), Optional.empty(), Optional.empty(), Optional.of(clauses)));
        restricted(TARO);

        notices.send();

        assertThat(only().body()).contains("【制限の根拠】\nTerms of use, article 12\n約款 第12条 (利用の制限)\n");
    }

    @Test
    void usesTheOperatorsOwnText() throws IOException {
        Files.writeString(
                folder.resolve("en.txt"), "Subject: Your account {account}\n\nCall us. {incident} {unknown}\n");
        govern(settings(List.of(Language.EN), Optional.empty(), Optional.of(folder), Optional.empty()));
        Incident incident = restricted(TARO);

        notices.send();

        assertThat(only()).isEqualTo(new Letter("Your account " + TARO, "Call us. " + incident.id() + " {unknown}\n"));
    }

    @Test
    void writesToWhereTheOperatorSays() throws IOException {
        Path addresses =
                Files.writeString(folder.resolve("addresses"), "# elsewhere\nTaro@example.jp: taro@example.com\n");
        govern(settings(List.of(Language.EN), Optional.of(addresses), Optional.empty(), Optional.empty()));
        restricted(TARO);

        notices.send();

        assertThat(sent.get(0).to).containsExactly("taro@example.com");
    }

    @Test
    void findsWhereTheOperatorSaysAlsoByANameWithoutTheRealm() throws IOException {
        Path addresses = Files.writeString(folder.resolve("addresses"), "Taro: taro@example.com\n");
        govern(settings(List.of(Language.EN), Optional.of(addresses), Optional.empty(), Optional.empty()));
        restricted(TARO);

        notices.send();

        assertThat(sent.get(0).to).containsExactly("taro@example.com");
    }

    @Test
    void findsWhereTheOperatorSaysForAnIncidentFromBeforeThereWasARealm() throws IOException {
        Path addresses = Files.writeString(folder.resolve("addresses"), "hanako: hanako@example.com\n");
        govern(settings(List.of(Language.EN), Optional.of(addresses), Optional.empty(), Optional.empty()));
        restricted("hanako");

        notices.send();

        assertThat(sent.get(0).to).containsExactly("hanako@example.com");
    }

    @Test
    void addsTheDomainToAnAccountThatIsNoAddress() {
        restricted("hanako");

        notices.send();

        assertThat(sent.get(0).to).containsExactly("hanako@example.jp");
    }

    @Test
    void triesAgainUntilTheMailServerTakesIt() {
        restricted(TARO);
        broken = true;
        notices.send();

        broken = false;
        pass(Duration.ofMinutes(1));
        pass(Duration.ofMinutes(1));

        assertThat(sent).extracting(Sent::to).containsExactly(List.of(TARO), List.of(OPERATOR));
    }

    @Test
    @DisplayName("L9: a notice that could not be sent in time is an alarm in the log and in the incident, once")
    void tellsThatANoticeIsOverdue() {
        try (LogCapture log = new LogCapture("org.sekisho")) {
            Incident incident = restricted(TARO);
            broken = true;
            notices.send();
            pass(Duration.ofHours(1));
            pass(Duration.ofHours(1));

            assertThat(String.join("\n", log.lines())).containsOnlyOnce("the notice to the account's owner is overdue");
            assertThat(docket.of(TARO).orElseThrow().first(Entry.Kind.OVERDUE).map(Entry::text))
                    .contains("the owner has not been told: 127.0.0.1:25 did not take the mail: refused");
            assertThat(String.join("\n", log.lines())).contains(incident.id());
        }
    }

    @Test
    void tellsTheOwnerAlsoAfterTheRestrictionHasEnded() {
        Incident incident = restricted(TARO);
        broken = true;
        notices.send();
        docket.dismiss(incident.id(), "", "ben");
        broken = false;

        pass(Duration.ofMinutes(1));

        assertThat(sent.get(0).to).containsExactly(TARO);
    }

    @Test
    void tellsOperatorsOnceThatAnIncidentWaits() {
        alarm(TARO, 60);
        Incident incident = docket.of(TARO).orElseThrow();
        assertThat(incident.state()).isEqualTo(State.OPEN);

        notices.send();
        notices.send();

        assertThat(sent).extracting(Sent::to).containsExactly(List.of(OPERATOR));
        assertThat(only().body())
                .contains("sekisho incident " + incident.id() + " defend")
                .doesNotContain(TARO);
    }

    @Test
    void tellsNobodyUnlessItIsWanted() {
        govern(NoticeSettings.DEFAULTS);
        restricted(TARO);

        notices.send();

        assertThat(sent).isEmpty();
    }

    @Test
    @DisplayName("capability 3.10: what the log says of incidents names no account")
    void namesNoAccountInTheLog() {
        try (LogCapture log = new LogCapture("org.sekisho")) {
            restricted(TARO);

            assertThat(String.join("\n", log.lines())).isNotEmpty().doesNotContain("taro");
        }
    }
}
