package org.sekisho.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 63, 64, -64, -65, 1_000_000, Long.MAX_VALUE, Long.MIN_VALUE})
    void aNumberComesBack(long number) {
        assertThat(new RecordReader(new RecordWriter(1).number(number).octets(), 1).number())
                .isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "2027-01-04T12:00:00.123456789Z", "1969-12-31T23:59:59.5Z"})
    void aTimeComesBackToTheNanosecond(Instant instant) {
        assertThat(new RecordReader(new RecordWriter(1).instant(instant).octets(), 1).instant())
                .isEqualTo(instant);
    }

    @Test
    void theLastTimeOfAllComesBack() {
        assertThat(new RecordReader(new RecordWriter(1).instant(Instant.MAX).octets(), 1).instant())
                .isEqualTo(Instant.MAX);
    }

    @Test
    void fieldsComeBackInTheirOrder() {
        RecordReader in = new RecordReader(
                new RecordWriter(3).text("関所").flag(true).number(7).text("").octets(), 4);

        assertThat(in.version()).isEqualTo(3);
        assertThat(in.text()).isEqualTo("関所");
        assertThat(in.flag()).isTrue();
        assertThat(in.number()).isEqualTo(7);
        assertThat(in.text()).isEmpty();
        in.end();
    }

    @Test
    void aRecordCutAnywhereIsRefused() {
        byte[] octets = new RecordWriter(1)
                .text("text")
                .number(1000)
                .instant(Instant.MAX)
                .octets();
        for (int length = 0; length < octets.length; length++) {
            byte[] cut = Arrays.copyOf(octets, length);
            assertThatIllegalArgumentException().as("%d octets", length).isThrownBy(() -> {
                RecordReader in = new RecordReader(cut, 1);
                in.text();
                in.number();
                in.instant();
            });
        }
    }

    @Test
    void whatFollowsTheLastFieldIsRefused() {
        RecordReader in = new RecordReader(new RecordWriter(1).number(1).octets(), 1);

        assertThatIllegalArgumentException().isThrownBy(in::end).withMessageContaining("1 octets too many");
    }

    @Test
    void aNewerVersionIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RecordReader(new RecordWriter(2).octets(), 1))
                .withMessageContaining("version 2");
    }
}
