package org.sekisho.rules.s25r;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Case;
import org.sekisho.rules.s25r.S25rSettings.Action;
import org.sekisho.rules.s25r.S25rSettings.Level;
import org.sekisho.testing.Cases;
import org.sekisho.testing.ZoneDns;

/** What other defences are told about a session's client. */
class SuspectsTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2027-01-01T00:00:00Z"));
    private static final String CLIENT = "192.0.2.1";

    private final ZoneDns dns = new ZoneDns();
    private final Case file = Cases.from(CLIENT);

    private Suspicion suspicion(S25rSettings settings) {
        return Suspects.by(settings, dns, CLOCK).of(file).toCompletableFuture().getNow(null);
    }

    @Test
    void tellsTheNameAndThePatternsThatMatch() {
        dns.host("adsl-1415.example.test", CLIENT);
        Suspicion suspicion = suspicion(S25rSettings.DEFAULTS);
        assertThat(suspicion.suspect()).isTrue();
        assertThat(suspicion.name()).isEqualTo("adsl-1415.example.test");
        assertThat(suspicion.matched()).containsExactly("R6");
    }

    @Test
    void tellsWhatClearsAnAllowedName() {
        dns.host("mail-lf1-f100.google.com", CLIENT);
        Suspicion suspicion = suspicion(S25rSettings.DEFAULTS);
        assertThat(suspicion.suspect()).isFalse();
        assertThat(suspicion.because())
                .isEqualTo(
                        "the client's name is like an end user's line (R1), but allowed by the shipped list (google.com)");
    }

    @Test
    void looksUpOnceInASession() {
        suspicion(S25rSettings.DEFAULTS);
        int lookups = dns.lookups();
        suspicion(S25rSettings.DEFAULTS);
        assertThat(dns.lookups()).isEqualTo(lookups);
    }

    @Test
    void nobodyIsSuspectForSilentNameServers() {
        dns.failing(CLIENT);
        Suspicion suspicion = suspicion(S25rSettings.DEFAULTS);
        assertThat(suspicion.suspect()).isFalse();
        assertThat(suspicion.forNow()).isTrue();
    }

    @Test
    void theOperatorMaySuspectForSilentNameServers() {
        dns.failing(CLIENT);
        Suspicion suspicion =
                suspicion(new S25rSettings(Level.STANDARD, Action.MARK, false, true, List.of(), List.of()));
        assertThat(suspicion.suspect()).isTrue();
        assertThat(suspicion.forNow()).isTrue();
    }
}
