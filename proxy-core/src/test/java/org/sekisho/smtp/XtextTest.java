package org.sekisho.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XtextTest {
    @ParameterizedTest
    @CsvSource({
        "plain@example.org, plain@example.org",
        "a+b=c d, a+2Bb+3Dc+20d",
        "x ADDR=1.2.3.4, x+20ADDR+3D1.2.3.4",
        "'', ''",
        "\u00e9\u4f8b, +C3+A9+E4+BE+8B",
        "\ud83d\ude00, +F0+9F+98+80"
    })
    void encodesAndDecodes(String text, String encoded) {
        assertThat(Xtext.encode(text)).isEqualTo(encoded);
        assertThat(Xtext.decode(encoded)).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "\0", "\u007f", "\t"})
    void encodesControlCharacters(String text) {
        assertThat(Xtext.encode(text).chars()).allMatch(c -> c > ' ' && c < 0x7f);
        assertThat(Xtext.decode(Xtext.encode(text))).contains(text);
    }

    @ParameterizedTest
    @CsvSource({"a+2bb, a+b", "a=b, a=b", "\u00e9, \u00e9"})
    void decodesWhatPostfixWouldDecode(String encoded, String text) {
        assertThat(Xtext.decode(encoded)).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "a+", "a+2", "a+2G", "a+G2", "a b", "a\tb", "\u007f", "+C3", "+FF", "+\u00e9\u00e9"})
    void refusesWhatIsNotXtext(String encoded) {
        assertThat(Xtext.decode(encoded)).isEmpty();
    }
}
