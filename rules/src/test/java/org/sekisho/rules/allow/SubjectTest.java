package org.sekisho.rules.allow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entries as operators write them. */
class SubjectTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "192.0.2.7/32, 192.0.2.7",
        "2001:DB8:0::/48, 2001:db8::/48",
        "2001:db8::25/128, 2001:db8::25",
        "Mail.Example.JP, mail.example.jp",
        ".example.jp, example.jp",
        "' @Example.com  from  mail.Example.net ', @example.com from mail.example.net",
        "ann@example.com from 192.0.2.0/24, ann@example.com from 192.0.2.0/24"
    })
    void hasOneWayToBeWritten(String written, String key) {
        assertThat(Subject.parse(written)).hasToString(key);
        assertThat(Subject.parse(key)).isEqualTo(Subject.parse(written));
    }

    @ParameterizedTest
    @CsvSource({
        "@example.com, may be claimed by anybody",
        "ann@example.com, may be claimed by anybody",
        "0.0.0.0/0, would let everybody through",
        "::/0, would let everybody through",
        "jp, neither a network nor the name",
        "192.0.2, is not a network",
        "192.0.2.0/33, is not a network",
        "10.0.0.1/8, write 10.0.0.0/8",
        "'', neither a network nor the name",
        "exa mple.jp, neither a network nor the name",
        "example.com from 192.0.2.7, is no sender",
        "@example.com from, may be claimed by anybody",
        "@example.com from @example.net, neither a network nor the name"
    })
    void refusesWhatIsTooWideOrMakesNoSense(String written, String why) {
        assertThatThrownBy(() -> Subject.parse(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
