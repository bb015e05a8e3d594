package org.sekisho.rules.jail;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sekisho.settings.Network;

/**
 * That a client, or a network of them, is kept out.
 *
 * @param subject an address alone or a network
 * @param jail the jail that did it; for an operator's ban the one that was named
 * @param until empty for one that only an operator ends
 * @param by "sekisho", or who said so
 * @param failures how many there were when it was banned; 0 for an operator's ban
 * @param times how often the subject had been banned by this jail before
 * @param evidence what it had done, one line each, the newest last; at most {@value #MOST_EVIDENCE}
 */
public record Ban(
        Network subject,
        String jail,
        Instant since,
        Optional<Instant> until,
        String by,
        int failures,
        int times,
        List<String> evidence,
        Response response) {
    public static final int MOST_EVIDENCE = 10;

    public Ban {
        if (evidence.size() > MOST_EVIDENCE) {
            throw new IllegalArgumentException("A ban has at most " + MOST_EVIDENCE + " lines of evidence");
        }
        evidence = List.copyOf(evidence);
    }

    public boolean holdsAt(Instant now) {
        return until.isEmpty() || now.isBefore(until.get());
    }
}
