package org.sekisho.rules.tarpit;

import org.sekisho.policy.Case;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Learner;
import org.sekisho.rules.hold.AutoWhitelist;
import org.sekisho.rules.hold.HeldConnections;
import org.sekisho.rules.hold.Memory;
import org.sekisho.rules.hold.SessionPlace;
import org.sekisho.rules.hold.Wait;
import org.sekisho.state.Batch;

/**
 * Sees what became of those who were made to wait. Only a client that itself leaves while our delay runs is marked; only one
 * that waits and then sends its message is credited. Whoever waits and sends nothing is neither.
 */
final class TarpitLearner implements Learner {
    private final Marks marks;
    private final AutoWhitelist whitelist;
    private final Memory memory;
    private final HeldConnections connections;

    TarpitLearner(Marks marks, AutoWhitelist whitelist, Memory memory, HeldConnections connections) {
        this.marks = marks;
        this.whitelist = whitelist;
        this.memory = memory;
        this.connections = connections;
    }

    @Override
    public void learn(Happening happening, Case file) {
        SessionPlace.in(file).learn(happening, file, connections);
        Wait wait = Wait.in(file);
        if (happening instanceof Happening.DelayBegan delay) {
            wait.began(delay.granted());
        } else if (happening instanceof Happening.DelayEnded delay) {
            wait.ended(delay.end()).ifPresent(client -> {
                Batch batch = new Batch();
                marks.mark(batch, client);
                memory.learn(batch);
            });
        } else if (happening instanceof Happening.RecipientAnswered) {
            wait.answered();
        } else if (happening instanceof Happening.MessageBegan) {
            wait.survivor().ifPresent(client -> {
                Batch batch = new Batch();
                marks.clear(batch, client);
                whitelist.credit(batch, client);
                memory.learn(batch);
            });
        } else if (happening instanceof Happening.MessageEnded ended
                && ended.reply().positive()) {
            wait.letThrough().ifPresent(client -> whitelist.credit(memory, client));
        }
    }
}
