package org.sekisho.rules.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekisho.rules.trial.TrialMails.ACCOUNT;
import static org.sekisho.rules.trial.TrialMails.HOST;
import static org.sekisho.rules.trial.TrialMails.mail;

import java.util.Base64;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Good mail that looks like a trial here or there, even from a new country, stays below the alarm. */
class BenignMailsTest {

    static Stream<Arguments> mails() {
        return Stream.of(
                Arguments.of(
                        "an application tests its settings",
                        "hunter2!x",
                        mail("SMTP Test Email", "This is an automated SMTP test message.")),
                Arguments.of(
                        "a plug-in does",
                        "hunter2!x",
                        mail("WP Mail SMTP: SMTP test", "Congratulations, your settings work.")),
                Arguments.of(
                        "a signature with the address and the host",
                        "hunter2!x",
                        mail("minutes", "See you", "--", "Taro " + ACCOUNT, "webmail: https://" + HOST + "/")),
                Arguments.of(
                        "an administrator explains the settings",
                        "hunter2!x",
                        mail(
                                "Your mail",
                                "Server: " + HOST + ", port 587, with STARTTLS.",
                                "For help ask admin@example.jp.")),
                Arguments.of(
                        "an administrator sends a customer his credentials",
                        "hunter2!x",
                        mail(
                                "Your account",
                                "Host: ftp.customer.example",
                                "User: customer",
                                "Password: spring",
                                "x".repeat(3000))),
                Arguments.of("a word as password", "password", mail("Please", "I forgot the password for the wiki.")),
                Arguments.of("the login as password", ACCOUNT, mail("Hello", "write to " + ACCOUNT)),
                Arguments.of("a telephone number as password", "03-1234-5678", mail("Hello", "Tel. 03-1234-5678")),
                Arguments.of("an empty password", "", mail("Hello", "nothing")),
                Arguments.of(
                        "a log in the body",
                        "hunter2!x",
                        mail("log", "10:12:13 connect 192.0.2.1:443", "10:12:14 done")),
                Arguments.of("a table", "hunter2!x", mail("table", "a|b|c|d", "1|2|3|4")),
                Arguments.of(
                        "a picture",
                        "hunter2!x",
                        mail(
                                "picture",
                                Base64.getMimeEncoder()
                                        .encodeToString(random(60_000))
                                        .replace("\r", ""))));
    }

    private static byte[] random(int octets) {
        byte[] all = new byte[octets];
        new Random(3).nextBytes(all);
        return all;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mails")
    void staysBelowTheAlarm(String what, String password, String message) {
        TrialMails mails = new TrialMails(TrialMails.OBSERVING);
        mails.password = password;
        mails.news = OriginNews.News.COUNTRY;
        assertThat(mails.score(message)).as("%s", mails.signs()).isLessThan(60);
    }
}
