package org.sekisho.rules.greylist;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekisho.policy.Case;
import org.sekisho.policy.Slot;
import org.sekisho.policy.Stage;
import org.sekisho.rules.hold.Client;

/** What greylisting remembers of one session. */
final class Attempts {
    private static final Slot<Attempts> SLOT = new Slot<>(Attempts::new);

    private @Nullable Instant since;
    private @Nullable Client letThrough;
    private Stage.@Nullable AtData last;
    private int messages;

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

    /** How many messages the mail server has taken. */
    synchronized int messages() {
        return messages;
    }

    /**
     * A recipient would have been put off, but the rule only watches.
     *
     * @param before how many messages were taken when it was asked for
     * @return the recipient's message, if the mail server has taken it meanwhile: nobody waits for a rule that only watches
     */
    synchronized Optional<Stage.AtData> letThrough(Client client, int before) {
        letThrough = client;
        return messages == before + 1 ? Optional.ofNullable(last) : Optional.empty();
    }

    /** The mail server has taken a message; the answer is the client, if a recipient would have been put off. */
    synchronized Optional<Client> taken(Stage.AtData at) {
        messages++;
        last = at;
        return Optional.ofNullable(letThrough);
    }
}
