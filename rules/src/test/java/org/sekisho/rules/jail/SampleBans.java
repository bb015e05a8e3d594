package org.sekisho.rules.jail;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.sekisho.settings.Network;

/** Makes bans as jails and operators would. */
record SampleBans(InstantSource clock) {

    /** For an hour, by the jail postfix. */
    Ban of(String subject) {
        return of(subject, "postfix", Duration.ofHours(1));
    }

    Ban of(String subject, String jail, Duration time) {
        return ban(subject, jail, Optional.of(clock.instant().plus(time)), Response.REFUSE, List.of("unknown user"));
    }

    Ban of(String subject, Response response) {
        Instant end = clock.instant().plus(Duration.ofHours(1));
        return ban(subject, "postfix", Optional.of(end), response, List.of("12:00:00 unknown user: a@b.test"));
    }

    Ban forGood(String subject, String jail) {
        return ban(subject, jail, Optional.empty(), Response.REFUSE, List.of());
    }

    /** As many lines as there may be. */
    Ban withEvidence(String subject, String line) {
        return ban(subject, "postfix", Optional.empty(), Response.REFUSE, Collections.nCopies(Ban.MOST_EVIDENCE, line));
    }

    private Ban ban(String subject, String jail, Optional<Instant> until, Response response, List<String> evidence) {
        return new Ban(Network.parse(subject), jail, clock.instant(), until, Ban.SEKISHO, 3, 1, evidence, response);
    }
}
