package org.sekisho.session;

import java.util.Optional;
import org.sekisho.smtp.Capabilities;

/** What is known of the upstream's abilities before a session has opened a connection to it (O18). */
public interface OfferPort {

    /** What every upstream address offered when it was last asked; empty before the first answer. */
    Optional<Capabilities> probed();

    /** An upstream turned out to offer something else: ask again soon. */
    void surprised();
}
