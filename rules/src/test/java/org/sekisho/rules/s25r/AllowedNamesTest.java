package org.sekisho.rules.s25r;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dated list of names that are not suspects. */
class AllowedNamesTest {
    private static final String LIST = """
            # a comment
            compiled 2026-03-01

            example.jp      2026-03-01 2026-09-01 a newsletter's pool
            mail.example.co 2026-03-01 2029-03-01 another one
            """;

    private static final AllowedNames NAMES = AllowedNames.read("names.txt", LIST);

    private static Instant day(String day) {
        return Instant.parse(day + "T00:00:00Z");
    }

    @DisplayName("capability 2.2: the list of names that are not suspects")
    @ParameterizedTest
    @CsvSource({
        "example.jp, true",
        "n1-2.pool.example.jp, true",
        "example.jp.example.net, false",
        "notexample.jp, false",
        "jp, false",
        "x.mail.example.co, true",
        "example.co, false"
    })
    void standsForADomainAndAllBelowIt(String name, boolean listed) {
        assertThat(NAMES.entry(name, day("2026-04-01")).isPresent()).isEqualTo(listed);
    }

    @Test
    void anEntryCountsUntilTheDayItExpires() {
        assertThat(NAMES.entry("example.jp", day("2026-08-31"))).isPresent();
        assertThat(NAMES.entry("example.jp", day("2026-09-01"))).isEmpty();
    }

    @Test
    void givesNoWarningForAYear() {
        assertThat(NAMES.warnings(day("2027-03-01"))).isEmpty();
    }

    @Test
    void warnsOnceItIsOlderThanAYear() {
        assertThat(NAMES.warnings(day("2027-03-02")))
                .singleElement()
                .asString()
                .contains("names.txt", "2026-03-01", "1 of its 2 entries have expired", "allowPatterns");
    }

    @Test
    void namesTheLineThatItCannotRead() {
        assertThatThrownBy(() -> AllowedNames.read("names.txt", "compiled 2026-03-01\nexample.jp 2026-03-01 soon x"))
                .hasMessageContaining("names.txt, line 2")
                .hasMessageContaining("soon");
    }

    @Test
    void wantsADate() {
        assertThatThrownBy(() -> AllowedNames.read("names.txt", "# nothing"))
                .hasMessage("names.txt: the line 'compiled DAY' is missing");
    }

    @Test
    void theShippedListIsDatedAndSaysWhyForEachEntry() {
        AllowedNames shipped = AllowedNames.shipped();
        assertThat(shipped.entries()).hasSizeGreaterThan(10).allSatisfy(entry -> {
            assertThat(entry.expires()).isAfter(entry.since());
            assertThat(entry.since()).isBeforeOrEqualTo(shipped.compiled());
            assertThat(entry.reason()).isNotBlank();
            assertThat(entry.domain()).isLowerCase().contains(".").doesNotStartWith(".");
        });
    }
}
