package org.sekisho.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {
    @Test
    void endsEveryLineWithCrLf() {
        Reply reply = new Reply(250, List.of("mail.example", "PIPELINING", "SIZE 1000"));
        assertThat(wire(reply)).isEqualTo("250-mail.example\r\n250-PIPELINING\r\n250 SIZE 1000\r\n");
    }

    @Test
    void keepsTheSpaceBeforeAnEmptyText() {
        assertThat(wire(Reply.of(334, ""))).isEqualTo("334 \r\n");
    }

    @Test
    void writesUtf8() {
        assertThat(wire(Reply.of(550, "5.1.1", "\u00fcnknown"))).isEqualTo("550 5.1.1 \u00fcnknown\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\n250 b", "a\nb", "a\rb", "a\0b", "a\u001b[1mb", "a\u0085b", "a\u007fb"})
    void staysOneReplyWhateverTheTextHolds(String text) {
        String wire = wire(Reply.of(550, text));
        assertThat(wire).startsWith("550 a?").endsWith("\r\n");
        assertThat(wire.substring(0, wire.length() - 2).chars()).noneMatch(Character::isISOControl);
    }

    @Test
    void turnsATabIntoASpace() {
        assertThat(Reply.of(250, "SIZE\t1000").lines()).containsExactly("SIZE 1000");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 100, 199, 600, 1000})
    void refusesACodeOutsideTheClasses(int code) {
        assertThatThrownBy(() -> Reply.of(code, "x")).hasMessage("Not a reply code: " + code);
    }

    @Test
    void refusesAReplyWithoutALine() {
        assertThatThrownBy(() -> new Reply(250, List.of())).hasMessage("A reply has at least one line");
    }

    @ParameterizedTest
    @CsvSource({
        "250, true, false, false, false", "354, false, true, false, false",
        "451, false, false, true, false", "550, false, false, false, true"
    })
    void tellsTheClassOfACode(int code, boolean positive, boolean intermediate, boolean temporary, boolean permanent) {
        Reply reply = Reply.of(code, "x");
        assertThat(List.of(reply.positive(), reply.intermediate(), reply.temporary(), reply.permanent()))
                .containsExactly(positive, intermediate, temporary, permanent);
    }

    @ParameterizedTest
    @CsvSource({
        "250, OK, 2.0.0 OK",
        "451, later, 4.0.0 later",
        "550, 5.1.1 unknown, 5.1.1 unknown",
        "550, 4.1.1 wrong class, 5.0.0 4.1.1 wrong class",
        "354, go on, go on"
    })
    void addsAnEnhancedCodeWhereAFittingOneIsMissing(int code, String text, String expected) {
        assertThat(Reply.of(code, text).withEnhancedCode()).isEqualTo(Reply.of(code, expected));
    }

    @Test
    void addsAnEnhancedCodeToEveryLineThatLacksOne() {
        Reply reply = new Reply(550, List.of("5.7.1 no", "see https://example.org"));
        assertThat(reply.withEnhancedCode().lines()).containsExactly("5.7.1 no", "5.0.0 see https://example.org");
    }

    @ParameterizedTest
    @CsvSource({"5.1.1 x, 5.1.1", "2.0.0, 2.0.0", "4.999.999 x, 4.999.999", "5.7.25  y, 5.7.25"})
    void readsAnEnhancedCode(String text, String code) {
        assertThat(EnhancedCode.startOf(text))
                .hasValueSatisfying(found -> assertThat(found).hasToString(code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "5.1",
                "5.1.",
                "5..1 x",
                "3.1.1 x",
                "55.1.1 x",
                "5.1.1x",
                "5.1.1, x",
                "5.1000.1 x",
                "5.1.1000 x",
                "x 5.1.1",
                ".1.1 x",
                "5.1.1.1 x",
                "192.0.2.1 x",
                "5.-1.1 x"
            })
    void seesNoEnhancedCodeInOtherText(String text) {
        assertThat(EnhancedCode.startOf(text)).isEmpty();
    }

    @Test
    void refusesAnEnhancedCodeOutOfRange() {
        assertThatThrownBy(() -> new EnhancedCode(3, 1, 1)).hasMessage("Not an enhanced status code: 3.1.1");
        assertThatThrownBy(() -> new EnhancedCode(5, 1000, 1)).hasMessage("Not an enhanced status code: 5.1000.1");
    }

    private static String wire(Reply reply) {
        return new String(reply.encode(), StandardCharsets.UTF_8);
    }
}
