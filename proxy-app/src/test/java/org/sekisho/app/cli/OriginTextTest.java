package org.sekisho.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sekisho.app.admin.BanLine;
import org.sekisho.app.admin.JailLine;
import org.sekisho.app.admin.OriginLine;

final class OriginTextTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final JailText text = new JailText(new PrintStream(out, true, StandardCharsets.UTF_8));

    private String printed() {
        return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private static BanLine ban(Optional<String> country, Optional<String> system) {
        return new BanLine(
                "192.0.2.7",
                "auth",
                Instant.parse("2027-01-04T12:00:00Z"),
                Optional.empty(),
                "sekisho",
                3,
                0,
                List.of(),
                country,
                system,
                "refuse",
                false);
    }

    @Test
    void endsABanWithWhereItIs() {
        text.ban(ban(Optional.of("SC"), Optional.of("AS64500 Example\u001b")));

        assertThat(printed()).endsWith("3 failures, refuse  (SC, AS64500 Example\\u001b)\n");
    }

    @Test
    void tellsTheAgeOfFilesBelowTheJails() {
        Instant built = Instant.parse("2027-01-01T00:00:00Z");
        text.origins(List.of(
                new OriginLine("Countries", "/srv/c.mmdb", built, 3, 12, false),
                new OriginLine("Systems", "/srv/s.csv", built, 3, 91, true)));

        assertThat(printed())
                .isEqualTo("\nCountries: /srv/c.mmdb, 12 days old\n"
                        + "Systems: /srv/s.csv, 91 days old: replace it with a newer one\n");
    }

    @Test
    void saysNothingOfWhereABanIsWhenThatIsNotKnown() {
        text.ban(ban(Optional.empty(), Optional.empty()));

        assertThat(printed()).endsWith("3 failures, refuse\n");
    }

    @Test
    void listsCountriesBelowFail2bansLines() {
        text.one(new JailLine(
                "auth",
                "enforce",
                List.of("auth-failure"),
                Duration.ofMinutes(5),
                3,
                Optional.empty(),
                Duration.ofHours(1),
                List.of(),
                1,
                9,
                2,
                List.of("192.0.2.7"),
                List.of(),
                List.of(),
                List.of(new JailLine.Country("SC", 1, 4)),
                List.of()));

        assertThat(printed())
                .contains("`- Banned IP list:\t192.0.2.7\n\nBy country:\n  SC  1 banned, 4 failures of others\n");
    }
}
