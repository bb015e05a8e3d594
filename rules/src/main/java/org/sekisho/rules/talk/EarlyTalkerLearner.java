package org.sekisho.rules.talk;

import static org.sekisho.policy.Happening.Fault.TALKED_BEFORE_GREETING;

import org.sekisho.policy.Case;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Learner;

/** Learns who talks before the greeting, and who waits for it and delivers mail. */
final class EarlyTalkerLearner implements Learner {
    private final PatientClients clients;

    EarlyTalkerLearner(PatientClients clients) {
        this.clients = clients;
    }

    @Override
    public void learn(Happening happening, Case file) {
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
