package org.sekisho.rules.talk;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.sekisho.policy.Case;
import org.sekisho.policy.Happening.Fault;
import org.sekisho.policy.Slot;

/** What one session has shown of how its client talks. Thread-safe. */
final class Talk {
    private static final Slot<Talk> SLOT = new Slot<>(Talk::new);

    private final Set<Fault> faults = EnumSet.noneOf(Fault.class);
    private Optional<Instant> knownUntil = Optional.empty();

    private Talk() {}

    static Talk of(Case file) {
        return file.in(SLOT);
    }

    synchronized void broke(Fault fault) {
        faults.add(fault);
    }

    synchronized boolean has(Fault fault) {
        return faults.contains(fault);
    }

    /** The client is remembered as one that waits for its greeting. */
    synchronized void known(Instant until) {
        knownUntil = Optional.of(until);
    }

    /** Until when it is remembered so, as far as this session has asked. */
    synchronized Optional<Instant> knownUntil() {
        return knownUntil;
    }
}
