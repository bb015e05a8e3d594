package org.sekisho.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilitiesTest {
    @Test
    void readsWhatPostfixOffers() {
        Capabilities postfix = ehlo(
                "PIPELINING",
                "SIZE 10240000",
                "VRFY",
                "ETRN",
                "STARTTLS",
                "AUTH PLAIN LOGIN",
                "ENHANCEDSTATUSCODES",
                "8BITMIME",
                "DSN",
                "SMTPUTF8",
                "CHUNKING",
                "XCLIENT NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT");
        assertThat(postfix.ehloLines())
                .containsExactly(
                        "PIPELINING",
                        "SIZE 10240000",
                        "8BITMIME",
                        "SMTPUTF8",
                        "DSN",
                        "ENHANCEDSTATUSCODES",
                        "CHUNKING",
                        "STARTTLS",
                        "AUTH PLAIN LOGIN");
        assertThat(postfix.words(Extension.XCLIENT)).contains("NAME", "ADDR", "LOGIN", "DESTPORT");
        assertThat(postfix.sizeLimit()).hasValue(10_240_000);
    }

    @Test
    void takesTheFirstLineForAName() {
        assertThat(Capabilities.ofEhlo(Reply.of(250, "PIPELINING"))).isEqualTo(Capabilities.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {421, 502, 354})
    void readsNothingFromARefusal(int code) {
        assertThat(Capabilities.ofEhlo(new Reply(code, List.of("x", "PIPELINING"))))
                .isEqualTo(Capabilities.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dsn", "DSN ", "  Dsn", "DSN\t", "DSN what ever"})
    void readsAKeywordHoweverItIsWritten(String line) {
        assertThat(ehlo("PIPELINING", line).ehloLines()).containsExactly("PIPELINING", "DSN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "VERB",
                "XFORWARD NAME",
                "BINARYMIME",
                "PIPELINING2",
                "X-EXPS=LOGIN",
                "LIMITS",
                "AUTH",
                "AUTH=",
                "AUTH \u00e9"
            })
    void dropsALineThatItDoesNotUnderstand(String line) {
        assertThat(ehlo(line)).isEqualTo(Capabilities.NONE);
    }

    @Test
    void mergesTheTwoFormsOfAuth() {
        assertThat(ehlo("AUTH LOGIN plain", "AUTH=PLAIN CRAM-MD5").mechanisms())
                .containsExactly("LOGIN", "PLAIN", "CRAM-MD5");
        assertThat(ehlo("AUTH=LOGIN").mechanisms()).containsExactly("LOGIN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIZE", "SIZE 0", "SIZE -1", "SIZE 10MB", "SIZE 99999999999999999999"})
    void seesNoLimitInASizeWithoutAUsableNumber(String line) {
        Capabilities capabilities = ehlo(line);
        assertThat(capabilities.has(Extension.SIZE)).isTrue();
        assertThat(capabilities.sizeLimit()).isEmpty();
    }

    @Test
    void readsLimitsAndIgnoresMalformedOnes() {
        Capabilities capabilities =
                ehlo("LIMITS RCPTMAX=100 mailmax=20 RCPTDOMAINMAX=0 FOO=1 RCPTDOMAINMAX=1000000 =3 RCPTMAX");
        assertThat(capabilities.argument(Extension.LIMITS)).isEqualTo("RCPTMAX=100 MAILMAX=20");
        assertThat(capabilities.limit("RCPTMAX")).hasValue(100);
        assertThat(capabilities.limit("MAILMAX")).hasValue(20);
        assertThat(capabilities.limit("RCPTDOMAINMAX")).isEmpty();
    }

    @Test
    void keepsWhatBothOffer() {
        Capabilities both = ehlo("PIPELINING", "DSN", "CHUNKING").and(ehlo("CHUNKING", "PIPELINING", "SMTPUTF8"));
        assertThat(both.ehloLines()).containsExactly("PIPELINING", "CHUNKING");
    }

    @ParameterizedTest
    @CsvSource({
        "SIZE 10, SIZE 20, SIZE 10",
        "SIZE 20, SIZE 10, SIZE 10",
        "SIZE, SIZE 10, SIZE 10",
        "SIZE 10, SIZE 0, SIZE 10",
        "SIZE, SIZE, SIZE",
        "AUTH LOGIN PLAIN X, AUTH PLAIN Y LOGIN, AUTH LOGIN PLAIN",
        "LIMITS RCPTMAX=5 MAILMAX=9, LIMITS RCPTMAX=7 RCPTDOMAINMAX=2, LIMITS RCPTMAX=5 MAILMAX=9 RCPTDOMAINMAX=2",
        "LIMITS RCPTMAX=5, DSN, LIMITS RCPTMAX=5",
        "DSN, LIMITS RCPTMAX=5, LIMITS RCPTMAX=5"
    })
    void joinsArguments(String one, String other, String expected) {
        assertThat(ehlo(one).and(ehlo(other)).ehloLines()).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"AUTH PLAIN, AUTH LOGIN", "SIZE 10, DSN", "DSN, SIZE 10"})
    void offersNothingWithoutCommonGround(String one, String other) {
        assertThat(ehlo(one).and(ehlo(other))).isEqualTo(Capabilities.NONE);
    }

    @Test
    void changesACopy() {
        Capabilities before = ehlo("DSN");
        assertThat(before.with(Extension.SIZE, "10").without(Extension.DSN).ehloLines())
                .containsExactly("SIZE 10");
        assertThat(before.ehloLines()).containsExactly("DSN");
        assertThatThrownBy(() -> before.arguments().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    private static Capabilities ehlo(String... keywords) {
        List<String> lines = new ArrayList<>(List.of("mail.example"));
        lines.addAll(List.of(keywords));
        return Capabilities.ofEhlo(new Reply(250, lines));
    }
}
