package org.sekisho.rules.jail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who serves many domains sees which of them are tried. */
final class FailuresTest {
    @Test
    @DisplayName("capability 0.11")
    void aJailCountsFailuresForEachOfTheRecipientsDomains() {
        Precinct precinct = new Precinct().with("unknown-users", jail -> jail.maxRetry = 100);
        precinct.from("192.0.2.1").unknown("a@example.org", "b@example.org");
        precinct.from("192.0.2.2").unknown("c@example.org", "a@example.com");

        assertThat(precinct.status("unknown-users").failuresByDomain())
                .isEqualTo(Map.of("example.org", 3L, "example.com", 1L));
    }

    @Test
    void domainsBeyondTheFirstThousandShareACount() {
        Failures failures = new Failures();
        for (int domain = 0; domain < 1_003; domain++) {
            failures.count(Optional.of("d" + domain + ".example"));
        }
        failures.count(Optional.of("d0.example"));

        assertThat(failures.byDomain())
                .hasSize(1_001)
                .containsEntry("other domains", 3L)
                .containsEntry("d0.example", 2L);
        assertThat(failures.all()).isEqualTo(1_004);
    }
}
