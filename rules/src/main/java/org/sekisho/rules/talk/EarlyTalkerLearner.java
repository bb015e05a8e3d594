package org.sekisho.rules.talk;

import static org.sekisho.policy.Happening.Fault.TALKED_BEFORE_GREETING;

import org.sekisho.policy.Case;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Learner;
import org.sekisho.rules.hold.HeldConnections;
import org.sekisho.rules.hold.SessionPlace;

/** Learns who talks before the greeting, and who waits for it and delivers mail. */
final class EarlyTalkerLearner implements Learner {
    private final PatientClients clients;
    private final HeldConnections connections;

    EarlyTalkerLearner(PatientClients clients, HeldConnections connections) {
        this.clients = clients;
        this.connections = connections;
    }

    @Override
    public void learn(Happening happening, Case file) {
        SessionPlace.in(file).learn(happening, file, connections);
        Talk talk = Talk.of(file);
        if (happening instanceof Happening.Misbehaved misbehaved) {
            talk.broke(misbehaved.fault());
            if (misbehaved.fault() == TALKED_BEFORE_GREETING
                    && talk.knownUntil().isPresent()) {
                clients.forget(file.connection());
            }
        } else if (happening instanceof Happening.MessageEnded ended
                && ended.reply().positive()
                && !talk.has(TALKED_BEFORE_GREETING)
                && !file.connection().submission()) {
            clients.delivered(file.connection(), talk.knownUntil());
        }
    }
}
