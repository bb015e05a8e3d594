package org.sekisho.rules.greylist;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.sekisho.policy.Case;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Learner;
import org.sekisho.policy.Stage;
import org.sekisho.rules.hold.AutoWhitelist;
import org.sekisho.rules.hold.Client;
import org.sekisho.rules.hold.Memory;

/**
 * While greylisting only watches, nobody comes back, since nobody is put off. What the mail server takes meanwhile counts
 * as if it had, so that nobody who is known then is put off on the day when greylisting begins.
 */
final class GreylistLearner implements Learner {
    /** Of one message; the rest of a long list of recipients is learnt from its next message. */
    private static final int MOST_RECIPIENTS = 100;

    private final Triplets triplets;
    private final AutoWhitelist whitelist;
    private final Memory memory;
    private final InstantSource clock;

    GreylistLearner(Triplets triplets, AutoWhitelist whitelist, Memory memory, InstantSource clock) {
        this.triplets = triplets;
        this.whitelist = whitelist;
        this.memory = memory;
        this.clock = clock;
    }

    @Override
    public void learn(Happening happening, Case file) {
        if (happening instanceof Happening.MessageEnded ended && ended.reply().positive()) {
            Attempts.in(file).taken(ended.at()).ifPresent(client -> taken(client, ended.at()));
        }
    }

    void taken(Client client, Stage.AtData at) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        triplets.taken(client, at, now, MOST_RECIPIENTS);
        whitelist.credit(memory, client);
    }
}
