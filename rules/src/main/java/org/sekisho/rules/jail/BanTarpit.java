package org.sekisho.rules.jail;

import org.jspecify.annotations.Nullable;
import org.sekisho.policy.Case;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Learner;
import org.sekisho.policy.Slot;
import org.sekisho.rules.hold.HeldConnections;
import org.sekisho.rules.hold.HeldConnections.Weight;

/** Counts the banned clients that wait among the connections that are held. */
final class BanTarpit implements Learner {
    private static final Slot<Wait> WAIT = new Slot<>(Wait::new);

    private final HeldConnections connections;

    BanTarpit(HeldConnections connections) {
        this.connections = connections;
    }

    /** The next delay of this session is a ban's. */
    static void impose(Case file, Weight weight) {
        file.in(WAIT).due(weight);
    }

    @Override
    public void learn(Happening happening, Case file) {
        if (happening instanceof Happening.DelayBegan) {
            file.in(WAIT).begin(connections, file.connection().network());
        } else if (happening instanceof Happening.DelayEnded) {
            file.in(WAIT).end();
        }
    }

    private static final class Wait {
        private @Nullable Weight due;
        private HeldConnections.@Nullable Place place;

        synchronized void due(Weight weight) {
            due = weight;
        }

        synchronized void begin(HeldConnections connections, String network) {
            if (due != null) {
                place = connections.take(network, due);
                due = null;
            }
        }

        synchronized void end() {
            if (place != null) {
                place.free();
                place = null;
            }
        }
    }
}
