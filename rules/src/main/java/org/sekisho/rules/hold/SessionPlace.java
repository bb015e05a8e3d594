package org.sekisho.rules.hold;

import org.jspecify.annotations.Nullable;
import org.sekisho.policy.Case;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Slot;
import org.sekisho.policy.Stage;
import org.sekisho.rules.hold.HeldConnections.Place;
import org.sekisho.rules.hold.HeldConnections.Weight;

/**
 * The place of one session among the held connections, whichever rule makes it wait: one, however many rules learn of it.
 * Thread-safe.
 */
public final class SessionPlace {
    private static final Slot<SessionPlace> SLOT = new Slot<>(SessionPlace::new);

    private Weight weight = Weight.PLAIN;
    private @Nullable Place place;

    private SessionPlace() {}

    /** The session's own. */
    public static SessionPlace in(Case file) {
        return file.in(SLOT);
    }

    /** What the session costs while it waits here. On an implicit TLS port the handshake comes after the wait at connect (T15). */
    public synchronized Weight weight(Stage stage) {
        weight = Weight.of(
                stage instanceof Stage.Introduced known && known.introduction().secured());
        return weight;
    }

    /** Takes the place while a delay runs, and gives it back at the end of the delay or of the session. */
    public synchronized void learn(Happening happening, Case file, HeldConnections connections) {
        if (happening instanceof Happening.DelayBegan && place == null) {
            place = connections.take(file.connection().network(), weight);
        } else if (place != null
                && (happening instanceof Happening.DelayEnded || happening instanceof Happening.Ended)) {
            place.free();
            place = null;
        }
    }
}
