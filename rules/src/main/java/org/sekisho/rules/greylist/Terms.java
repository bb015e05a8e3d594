package org.sekisho.rules.greylist;

import java.time.Instant;
import java.util.Optional;
import org.sekisho.state.Change;
import org.sekisho.state.Held;

/** What a triplet has to do to pass: come back, in another session, not before the delay and not after the window. */
final class Terms {
    private final GreylistSettings settings;

    Terms(GreylistSettings settings) {
        this.settings = settings;
    }

    /**
     * An attempt.
     *
     * @param session when greylisting first heard of the attempt's session. An attempt since then was made in this session,
     *     or in one beside it: neither is a retry of the other (G11)
     */
    Change<Triplet> attempt(Instant now, Instant session) {
        return held -> {
            if (held.isEmpty()) {
                return pending(Triplet.seen(now));
            }
            Triplet known = held.get().value().notAheadOf(now);
            if (known.passed().isPresent()) {
                return passed(known.at(now));
            } else if (!known.last().isBefore(session)) {
                return pending(known);
            } else if (now.isBefore(known.first().plus(settings.delay()))) {
                return pending(known.at(now));
            }
            boolean enough = known.retries() + 1 >= settings.retries();
            Triplet later = known.cameBack(now, enough);
            return enough ? passed(later) : pending(later);
        };
    }

    /** The mail server has taken the message, although it would have been put off: it is as good as passed. */
    Change<Triplet> taken(Instant now) {
        return held -> {
            Triplet known = held.map(before -> before.value().notAheadOf(now)).orElseGet(() -> Triplet.seen(now));
            return passed(known.passed().isPresent() ? known : known.taken(now));
        };
    }

    /** A record that is not passed lives for the window: later than that, an attempt is the first one again. */
    private Optional<Held<Triplet>> pending(Triplet triplet) {
        return Optional.of(new Held<>(triplet, triplet.first().plus(settings.retryWindow())));
    }

    private Optional<Held<Triplet>> passed(Triplet triplet) {
        return Optional.of(new Held<>(triplet, triplet.last().plus(settings.keep())));
    }
}
