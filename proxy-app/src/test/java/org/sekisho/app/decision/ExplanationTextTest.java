package org.sekisho.app.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ExplanationTextTest {
    private final List<String> lines = ExplanationText.lines(Explanation.of(Trails.greylisted()));

    @Test
    void beginsWithWhatWasDecidedAndWhen() {
        assertThat(lines.get(0))
                .isEqualTo("K7Q2M9XW: refused with \"450 4.2.0 Greylisted, try again later\", at recipient,"
                        + " 2027-01-04 12:00:00 UTC");
    }

    @Test
    void namesWhoItWasAbout() {
        assertThat(lines).contains("  client   192.0.2.7", "  from     <>", "  to       <ben@example.jp>");
    }

    @Test
    void escapesWhatStrangersSent() {
        assertThat(lines).contains("  helo     mail\\u001b[2J");
    }

    @Test
    void listsEveryRuleInTheOrderInWhichItWasAsked() {
        assertThat(lines.stream().filter(line -> line.matches("  \\w+ +(enforce|observe) .*")))
                .map(line -> line.strip().replaceAll(" +", " "))
                .containsExactly(
                        "allow enforce passed no entry",
                        "helo observe would have acted listed name (since helo)",
                        "greylist enforce acted first seen just now");
    }

    @Test
    void showsWhatAFindingRestsOnAndWhatWouldHavePassed() {
        assertThat(lines)
                .contains(
                        "      triplet: 192.0.2.0/24 <> ben@example.jp",
                        "      would have passed if: it had come back after 3 minutes");
    }
}
