package org.sekisho.rules.trial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeedleTest {

    /** Few letters, so that texts repeat themselves; where it ends in the stream is compared with what String finds. */
    @Test
    void findsWhatAPlainSearchFinds() {
        Random random = new Random(20261122);
        for (int round = 0; round < 2_000; round++) {
            String text = letters(random, 1 + random.nextInt(6));
            String stream = letters(random, 60);
            Needle needle = new Needle(text.getBytes(ISO_8859_1));
            int matched = 0;
            for (int i = 0; i < stream.length(); i++) {
                matched = needle.next(matched, (byte) stream.charAt(i));
                assertThat(needle.found(matched))
                        .as("'%s' behind octet %s of '%s'", text, i, stream)
                        .isEqualTo(stream.substring(0, i + 1).endsWith(text));
            }
        }
    }

    private static String letters(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(2)));
        }
        return text.toString();
    }

    @Test
    void neverFindsAnEmptyText() {
        Needle needle = new Needle(new byte[0]);
        assertThat(needle.found(needle.next(0, (byte) 0))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Kasumi+7, true",
        "password, false",
        "0312345678, false",
        "03-1234-5678, false",
        "abc1, false",
        "taro@example.jp, false",
        "TARO@example, false",
    })
    void tellsAPasswordThatNobodyWritesByChance(String password, boolean telling) {
        assertThat(new Needle(password.getBytes(ISO_8859_1)).telling(List.of("taro@example.jp".getBytes(ISO_8859_1))))
                .isEqualTo(telling);
    }
}
