package org.sekisho.rules.greylist;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekisho.policy.Case;
import org.sekisho.policy.Slot;
import org.sekisho.rules.hold.Client;

/** What greylisting remembers of one session. */
final class Attempts {
    private static final Slot<Attempts> SLOT = new Slot<>(Attempts::new);

    private @Nullable Instant since;
    private @Nullable Client letThrough;

    private Attempts() {}

    static Attempts in(Case file) {
        return file.in(SLOT);
    }

    /** When greylisting first heard of the session. */
    synchronized Instant since(Instant now) {
        if (since == null) {
            since = now;
        }
        return since;
    }

    /** A recipient would have been put off, but the rule only watches. */
    synchronized void letThrough(Client client) {
        letThrough = client;
    }

    /** The client, if a recipient would have been put off. */
    synchronized Optional<Client> letThrough() {
        return Optional.ofNullable(letThrough);
    }
}
