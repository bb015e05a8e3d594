package org.sekisho.policy;

import java.time.Duration;
import org.sekisho.smtp.Reply;

/** What a policy answers: how long to wait, and then what to do. */
public sealed interface Decision {

    /** How long the client waits for its reply; bounded by the session. */
    Duration delay();

    /** Let the command through. */
    record Pass(Duration delay) implements Decision {}

    /** Refuse the command with a 4xx or 5xx. */
    record Refuse(Duration delay, Reply reply) implements Decision {
        public Refuse {
            if (!reply.temporary() && !reply.permanent()) {
                throw new IllegalArgumentException("A refusal is 4xx or 5xx, not " + reply.code());
            }
        }
    }

    /** Answer and close the connection. */
    record HangUp(Duration delay, Reply reply) implements Decision {}

    /** Let the command through at once. */
    Decision PASS = new Pass(Duration.ZERO);

    static Decision refuse(Reply reply) {
        return new Refuse(Duration.ZERO, reply);
    }
}
