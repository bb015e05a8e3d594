package org.sekisho.rules.trial;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sekisho.rules.trial.TrialMails.ACCOUNT;
import static org.sekisho.rules.trial.TrialMails.HOST;
import static org.sekisho.rules.trial.TrialMails.PASSWORD;
import static org.sekisho.rules.trial.TrialMails.mail;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.policy.Credentials;
import org.sekisho.policy.MessageInspection;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Trail;
import org.sekisho.rules.account.Alarm;
import org.sekisho.rules.trial.TrialSettings.AtEndOfData;
import org.sekisho.smtp.Reply;
import org.sekisho.testing.DeadStore;
import org.sekisho.testing.LogCapture;

class TrialScannerTest {
    private static final String PUBLISHED = "x@free.example;" + ACCOUNT + ";" + PASSWORD + ";" + HOST + ";465;2;LOGIN";

    private final TrialMails mails = new TrialMails(TrialMails.OBSERVING);

    @Test
    @DisplayName("capability 3.1: a trial that carries addr;login;password;host;465;2;LOGIN is noticed")
    void noticesThePublishedTrial() {
        mails.send(mail("hi", PUBLISHED));
        assertThat(mails.alarms).singleElement().satisfies(alarm -> {
            assertThat(alarm.account()).isEqualTo(ACCOUNT);
            assertThat(alarm.net()).isEqualTo(Alarm.TRIAL_MAILS);
            assertThat(alarm.score()).isEqualTo(210);
            assertThat(alarm.passwordHash()).hasValue(7);
        });
        assertThat(mails.signs())
                .containsExactly(
                        "own-password +100",
                        "own-login +60",
                        "shape address-to-login +40",
                        "small +10",
                        "session s1, message passed");
    }

    @Test
    @DisplayName("capability 3.2: a trial is noticed though nobody failed to log in before it")
    void needsNoFailedLogin() {
        // The scanner knows nothing but the one session, which logged in at once, from where the account always comes
        // from.
        mails.news = OriginNews.News.NOTHING;
        mails.send(mail("hi", PUBLISHED));
        assertThat(mails.alarms).hasSize(1);
    }

    static Stream<Arguments> encodings() {
        String plain = "user " + ACCOUNT + " pass " + PASSWORD + " at " + HOST + ":587";
        String base64 = Base64.getEncoder().encodeToString(plain.getBytes(UTF_8));
        return Stream.of(
                Arguments.of("clear", plain),
                Arguments.of("base64", base64),
                Arguments.of("base64, one octet on", Base64.getEncoder().encodeToString(("x" + plain).getBytes(UTF_8))),
                Arguments.of(
                        "base64, two octets on", Base64.getEncoder().encodeToString(("xx" + plain).getBytes(UTF_8))),
                Arguments.of("base64 behind other letters", "see" + base64),
                Arguments.of("base64 behind a word", "Look\n" + base64),
                Arguments.of("base64url", Base64.getUrlEncoder().encodeToString(plain.getBytes(UTF_8))),
                Arguments.of(
                        "base64 in lines of 76",
                        new String(Base64.getMimeEncoder().encode(("padding " + plain).getBytes(UTF_8)), UTF_8)
                                .replace("\r", "")),
                Arguments.of("base64 in lines of 5", base64.replaceAll("(.{5})", "$1\n")),
                Arguments.of("quoted-printable, all", quotedPrintable(plain)),
                Arguments.of(
                        "quoted-printable, soft line breaks",
                        plain.replaceAll("(.{7})", "$1\n").replace("=", "=3D").replace("\n", "=\n")),
                Arguments.of("URL", URLEncoder.encode(plain, UTF_8)));
    }

    private static String quotedPrintable(String text) {
        StringBuilder all = new StringBuilder();
        for (byte octet : text.getBytes(UTF_8)) {
            all.append(String.format("=%02X", octet));
        }
        return all.toString().replaceAll("(.{60})", "$1=\n");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("encodings")
    void findsTheOwnCredentialsIn(String encoding, String text) {
        assertThat(mails.score(mail("hi", text))).isGreaterThanOrEqualTo(160);
        assertThat(mails.signs()).contains("own-password +100", "own-login +60");
    }

    @Test
    void findsTheFieldsInReversedOrder() {
        assertThat(mails.score(mail("hi", "LOGIN;2;465;" + HOST + ";hidden;" + ACCOUNT + ";x@free.example")))
                .isEqualTo(110);
        assertThat(mails.signs()).contains("own-login +60", "shape address-to-login +40");
    }

    @Test
    void findsThemInTheSubject() {
        assertThat(mails.score(
                        mail("=?utf-8?B?" + Base64.getEncoder().encodeToString(PUBLISHED.getBytes(UTF_8)) + "?=")))
                .isEqualTo(210);
    }

    @Test
    void findsThemInAMessageWithoutAHeader() {
        assertThat(mails.score(PUBLISHED + "\n")).isEqualTo(210);
    }

    @Test
    void knowsItsOwnAddressToo() {
        assertThat(mails.score(mail("hi", "192.0.2.25 port 465", "login TARO@Example.JP")))
                .isEqualTo(70);
    }

    @Test
    void cutsMakeNoDifference() {
        String message = mail(
                "hi", "some text before", Base64.getEncoder().encodeToString(PUBLISHED.getBytes(UTF_8)), "and behind");
        for (int seed = 0; seed < 300; seed++) {
            mails.cuts = new java.util.Random(seed);
            assertThat(mails.score(message)).as("seed %s", seed).isEqualTo(210);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "New Smtp Result By ARON-TN ! mark aron-tn +40",
                "=?utf-8?Q?SMTP_Checker_By_X-MrG3P5?= ! mark mrg3p5 smtp-checker +40",
                "SMTPEX RESULT : V1.0 - Rebuild ! mark smtpex +40",
                "LARAVEL SMTP CRACK | HOST: h ! mark laravel-crack +40",
                "SMTP Test Email ! mark smtp-test +20",
            })
    void knowsPublishedSubjects(String subject, String sign) {
        mails.score(mail(subject, "x"));
        assertThat(mails.signs()).contains(sign);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mail.other.example|465|bob|abc",
                "mail.other.example|bob|abc|bob@other.example",
                "203.0.113.9:bob:abc",
                "Host: mail.other.example\nPort: 465\nUser: bob\nPassword: abc",
                "<br>MAILHOST=mail.other.example<br>MAILPORT=465<br>MAILUSER=bob<br>MAILPASS=abc<br>",
                "email: bob@other.example\nsmtp host: mail.other.example:465\nuser-id: bob\npassword: abc",
            })
    void knowsHowToolsWriteCredentialsDown(String body) {
        int score = mails.score(mail("hi", body.split("\n")));
        assertThat(mails.signs()).anyMatch(sign -> sign.startsWith("shape "));
        assertThat(score).isBetween(35, 59);
    }

    @Test
    void whoseHeloAndOriginAreNewScoresMore() {
        mails.helo = "WIN-0A1B2C3D4E5";
        mails.news = OriginNews.News.COUNTRY;
        assertThat(mails.score(mail("hi", "nothing"))).isEqualTo(45);
        mails.news = OriginNews.News.SYSTEM;
        assertThat(mails.score(mail("hi", "nothing"))).isEqualTo(35);
    }

    // The login without its realm

    @Test
    void findsTheOwnLoginAlsoWithoutTheRealm() {
        mails.realm = Optional.of("example.jp");
        mails.score(mail("hi", "user taro at " + HOST + ":587"));
        assertThat(mails.signs()).contains("own-login +60");
    }

    @Test
    void aLocalPartIsNoLoginInAnotherDomainThanTheRealm() {
        mails.realm = Optional.of("example.org");
        mails.score(mail("hi", "user taro at " + HOST + ":587"));
        assertThat(mails.signs()).noneMatch(sign -> sign.startsWith("own-login"));
    }

    @Test
    void aTemplateIsTheSameWhateverLoginWithoutRealmItCarries() {
        mails.realm = Optional.of("example.jp");
        String body = "Dear boss\nhere %s goes in\nmail.other.example|465|bob|abc";
        assertThat(trialOf("alice@example.jp", "c@free.example", body.formatted("alice")))
                .isEqualTo(50);
        assertThat(trialOf("carol@example.jp", "d@free.example", body.formatted("carol")))
                .isEqualTo(90);
    }

    // Collectors

    private int trialOf(String account, String to, String body) {
        mails.account = account;
        mails.recipients = List.of(to);
        return mails.score(mail("hi", body));
    }

    @Test
    void anAddressThatTwoAccountsTryScoresMore() {
        String line = "mail.other.example|465|bob|abc";
        assertThat(trialOf("a@example.jp", "c@free.example", line)).isEqualTo(50);
        assertThat(trialOf("a@example.jp", "c@free.example", line)).isEqualTo(50);
        assertThat(trialOf("b@example.jp", "C@free.example", line)).isEqualTo(90);
    }

    @Test
    void aTemplateThatTwoAccountsUseScoresMore() {
        String body = "Dear boss\nhere is one more\nmail.other.example|465|%s|abc";
        assertThat(trialOf("a@example.jp", "c@free.example", body.formatted("bob")))
                .isEqualTo(50);
        assertThat(trialOf("b@example.jp", "d@free.example", body.formatted("jim")))
                .isEqualTo(90);
    }

    @Test
    void aDayLaterTheAddressIsForgotten() {
        String line = "mail.other.example|465|bob|abc";
        assertThat(trialOf("a@example.jp", "c@free.example", line)).isEqualTo(50);
        mails.time.advance(Duration.ofHours(25));
        assertThat(trialOf("b@example.jp", "c@free.example", line)).isEqualTo(50);
    }

    @Test
    void aDeadStoreLetsTheMessagePassAsFarAsThatGoes() {
        TrialMails without = new TrialMails(TrialMails.OBSERVING, Optional.of(new DeadStore()));
        assertThat(without.score(mail("hi", "mail.other.example|465|bob|abc"))).isEqualTo(50);
    }

    // What becomes of it

    @Test
    void onlyObservingRefusesNothing() {
        assertThat(mails.send(mail("hi", PUBLISHED))).isEmpty();
    }

    @Test
    void refusesFromTheScoreThatIsSet() {
        TrialMails refusing = new TrialMails(TrialMails.REFUSING);
        assertThat(refusing.send(mail("hi", PUBLISHED)).map(Reply::toString))
                .hasValueSatisfying(reply -> assertThat(reply).startsWith("554 5.7.1"));
        assertThat(refusing.send(mail("hi", "login " + ACCOUNT + " at " + HOST + ":587")))
                .isEmpty();
        assertThat(refusing.alarms).extracting(alarm -> alarm.score()).containsExactly(210, 70);
    }

    @Test
    void aRefusalCanBeExplained() {
        TrialMails refusing = new TrialMails(TrialMails.REFUSING);
        Optional<Reply> reply = refusing.send(mail("hi", PUBLISHED));
        assertThat(refusing.trails).singleElement().satisfies(trail -> {
            assertThat(reply.orElseThrow().lines().get(0)).endsWith("(ref " + trail.reference() + ")");
            assertThat(trail.notable()).isTrue();
            assertThat(trail.toString()).contains("own-password +100").doesNotContain(PASSWORD);
        });
    }

    @Test
    void whatWouldHaveBeenRefusedCanBeExplainedToo() {
        TrialMails watching = new TrialMails(new TrialSettings(Mode.OBSERVE, 60, 100, AtEndOfData.REFUSE, List.of()));
        assertThat(watching.send(mail("hi", PUBLISHED))).isEmpty();
        assertThat(watching.trails)
                .singleElement()
                .satisfies(
                        trail -> assertThat(trail.entries().get(0).effect()).isEqualTo(Trail.Effect.WOULD_HAVE_ACTED));
    }

    @Test
    void passesWhereTheMessageIsToPass() {
        TrialMails passing = new TrialMails(new TrialSettings(Mode.ENFORCE, 60, 100, AtEndOfData.PASS, List.of()));
        assertThat(passing.send(mail("hi", PUBLISHED))).isEmpty();
        assertThat(passing.alarms).hasSize(1);
    }

    @Test
    void offLooksAtNothing() {
        mails.scanner.replace(new TrialSettings(Mode.OFF, 60, 100, AtEndOfData.PASS, List.of()), Optional.empty());
        assertThat(mails.scanner.active()).isFalse();
    }

    // Secrets

    @Test
    void keepsNothingOfCredentialsInAlarmsAndLogs() {
        List<String> told = new ArrayList<>();
        try (LogCapture log = new LogCapture("org.sekisho")) {
            mails.send(mail("hi", PUBLISHED));
            told.addAll(log.lines());
        }
        mails.alarms.forEach(alarm -> told.add(alarm.toString()));
        assertThat(told)
                .isNotEmpty()
                .noneMatch(line -> line.contains(PASSWORD) || line.contains("collector@free.example"));
    }

    @Test
    void aMessageThatIsGivenUpLeavesNothing() {
        byte[] password = PASSWORD.getBytes(UTF_8);
        MessageInspection inspection = mails.begin(new Credentials(password, OptionalInt.empty()));
        inspection.octets(ByteBuffer.wrap(PUBLISHED.getBytes(UTF_8)));
        inspection.close();
        assertThat(mails.alarms).isEmpty();
    }
}
