package org.sekisho.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters of MAIL and RCPT (E1, E4 to E9). */
class ParametersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SIZE=0",
                "size=1000",
                "SIZE=9223372036854775807",
                "SIZE=00000000000000000007",
                "BODY=7BIT",
                "BODY=8bitmime",
                "SMTPUTF8",
                "REQUIRETLS",
                "RET=FULL",
                "ret=hdrs",
                "ENVID=QQ314159",
                "ENVID=a+2Bb+20c",
                "AUTH=<>",
                "AUTH=e+3Dmc2@example.com",
                "SIZE=1 BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=x AUTH=<>",
                "X-UNKNOWN",
                "FOO=<bar>",
                "FOO=a=b",
                "FOO FOO",
                "NOTIFY=maybe",
                "8BIT-2=x"
            })
    void takesTheseParametersOfMail(String parameters) {
        Command.Mail mail = mail(parameters);
        assertThat(mail.parameters().stream().map(Parameter::written).toList()).containsExactly(parameters.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SIZE",
                "SIZE=",
                "SIZE=-1",
                "SIZE=+1",
                "SIZE=1k",
                "SIZE=9223372036854775808",
                "SIZE=000000000000000000007",
                "SIZE=1 SIZE=1",
                "SIZE=1 size=2",
                "BODY",
                "BODY=BINARYMIME",
                "BODY=9BIT",
                "BODY=7B\u0131T",
                "BODY=7BIT BODY=7BIT",
                "SMTPUTF8=yes",
                "SMTPUTF8 SMTPUTF8",
                "REQUIRETLS=1",
                "RET=ALL",
                "RET=FULL RET=FULL",
                "ENVID=",
                "ENVID=a+2",
                "ENVID=a+0Ab",
                "ENVID=a+GG",
                "AUTH=",
                "AUTH",
                "AUTH=a+",
                "AUTH=<> AUTH=<>",
                "=x",
                "-A=x",
                "A_B=x",
                "A.B",
                "\u00e9=x"
            })
    void refusesTheseParametersOfMail(String parameters) {
        assertThat(reply("MAIL FROM:<a@b> " + parameters)).startsWith("501 5.5.4 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOTIFY=NEVER",
                "notify=never",
                "NOTIFY=SUCCESS",
                "NOTIFY=success,FAILURE,Delay",
                "ORCPT=rfc822;Bob@Example.com",
                "ORCPT=rfc822;a+2Bb@c",
                "ORCPT=rfc822;prvs=1=a@b",
                "ORCPT=utf-8;\u5229\u7528@\u4f8b",
                "ORCPT=utf-8;a\\x{5229}@b",
                "NOTIFY=DELAY ORCPT=x400;y",
                "SIZE=abc",
                "FOO"
            })
    void takesTheseParametersOfRcpt(String parameters) {
        Command.Rcpt rcpt = (Command.Rcpt) parse("RCPT TO:<a@b> " + parameters);
        assertThat(rcpt.parameters().stream().map(Parameter::written).toList()).containsExactly(parameters.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOTIFY",
                "NOTIFY=",
                "NOTIFY=NEVER,DELAY",
                "NOTIFY=DELAY,NEVER",
                "NOTIFY=,",
                "NOTIFY=DELAY,",
                "NOTIFY=ALWAYS",
                "NOTIFY=\u017fUCCESS",
                "NOTIFY=DELAY NOTIFY=DELAY",
                "ORCPT",
                "ORCPT=rfc822",
                "ORCPT=;a@b",
                "ORCPT=rfc822;",
                "ORCPT=rfc822;a+b@c",
                "ORCPT=rfc822;a+0D+0Ab",
                "ORCPT=rfc822;\u00e9@b",
                "ORCPT=rfc822;a ORCPT=rfc822;a"
            })
    void refusesTheseParametersOfRcpt(String parameters) {
        assertThat(reply("RCPT TO:<a@b> " + parameters)).startsWith("501 5.5.4 ");
    }

    static List<String> longestValues() {
        return List.of(
                "MAIL FROM:<a@b> ENVID=" + "x".repeat(100),
                "MAIL FROM:<a@b> AUTH=" + "x".repeat(500),
                "RCPT TO:<a@b> ORCPT=rfc822;" + "x".repeat(493));
    }

    @ParameterizedTest
    @MethodSource("longestValues")
    void takesAValueAsLongAsTheRfcAllowsAndNoLonger(String line) {
        assertThat(parse(line)).isNotInstanceOf(Command.Malformed.class);
        assertThat(reply(line + "x")).startsWith("501 5.5.4 ");
    }

    @Test
    void keepsAParameterAsWrittenBesideItsKeyword() {
        assertThat(mail("bOdY=8bitMIME  x=Y=z").parameters())
                .containsExactly(
                        new Parameter("BODY", Optional.of("8bitMIME"), "bOdY=8bitMIME"),
                        new Parameter("X", Optional.of("Y=z"), "x=Y=z"));
    }

    @Test
    void readsWhatTheSessionAsksOf() {
        Command.Mail mail = mail("SIZE=1234 SMTPUTF8 REQUIRETLS");
        assertThat(mail.size()).hasValue(1234);
        assertThat(mail.smtpUtf8()).isTrue();
        assertThat(mail.requireTls()).isTrue();
        assertThat(mail("FOO").size()).isEmpty();
    }

    @Test
    void tellsWhetherSmtpUtf8IsNeeded() {
        assertThat(mail("FOO=bar").ascii()).isTrue();
        assertThat(mail("FOO=b\u00e4r").ascii()).isFalse();
        assertThat(((Command.Mail) parse("MAIL FROM:<>")).ascii()).isTrue();
        assertThat(((Command.Mail) parse("MAIL FROM:<\u00e4@b>")).ascii()).isFalse();
        assertThat(((Command.Rcpt) parse("RCPT TO:<a@b>")).ascii()).isTrue();
        assertThat(((Command.Rcpt) parse("RCPT TO:<a@\u00e4>")).ascii()).isFalse();
        assertThat(((Command.Rcpt) parse("RCPT TO:<a@b> ORCPT=utf-8;\u00e4@b")).ascii())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, SIZE, SIZE",
        "MAIL, BODY, EIGHT_BIT_MIME",
        "MAIL, SMTPUTF8, SMTPUTF8",
        "MAIL, REQUIRETLS, REQUIRETLS",
        "MAIL, RET, DSN",
        "MAIL, ENVID, DSN",
        "MAIL, AUTH, AUTH",
        "RCPT, NOTIFY, DSN",
        "RCPT, ORCPT, DSN"
    })
    void namesTheExtensionOfAParameter(Verb verb, String keyword, Extension extension) {
        assertThat(new Parameter(keyword, Optional.empty(), keyword).extension(verb))
                .contains(extension);
    }

    @Test
    void doesNotKnowAParameterOfTheOtherCommand() {
        assertThat(new Parameter("SIZE", Optional.of("1"), "SIZE=1").extension(Verb.RCPT))
                .isEmpty();
        assertThat(new Parameter("NOTIFY", Optional.of("NEVER"), "NOTIFY=NEVER").extension(Verb.MAIL))
                .isEmpty();
    }

    private static Command.Mail mail(String parameters) {
        return (Command.Mail) parse("MAIL FROM:<a@b> " + parameters);
    }

    private static Command parse(String line) {
        return CommandParser.parse(line.getBytes(StandardCharsets.UTF_8));
    }

    private static String reply(String line) {
        assertThat(parse(line)).as(line).isInstanceOf(Command.Malformed.class);
        return ((Command.Malformed) parse(line)).reply().toString();
    }
}
