package org.sekisho.policy;

import java.time.Duration;
import java.util.List;
import org.sekisho.smtp.Reply;

/** What a policy answers: how long to wait, and then what to do. */
public sealed interface Decision {

    /** How long the client waits for its reply; bounded by the session. */
    Duration delay();

    /**
     * Let the command through.
     *
     * @param fields header fields to put before a message, each one line without its CRLF; only for DATA
     */
    record Pass(Duration delay, List<String> fields) implements Decision {
        public Pass {
            fields = List.copyOf(fields);
            for (String field : fields) {
                if (field.chars().anyMatch(c -> c < ' ' || c > '~') || field.length() > LONGEST_FIELD) {
                    throw new IllegalArgumentException("A header field is one line of printable ASCII: " + field);
                }
            }
        }

        public Pass(Duration delay) {
            this(delay, List.of());
        }
    }

    /**
     * Refuse the command with a 4xx or 5xx.
     *
     * @param challenge how long a client with a token waits for the challenge that comes before a refusal like a mail server's;
     *     the delay then follows the client's answer
     */
    record Refuse(Duration delay, Reply reply, Duration challenge) implements Decision {
        public Refuse(Duration delay, Reply reply) {
            this(delay, reply, Duration.ZERO);
        }

        public Refuse {
            if (!reply.temporary() && !reply.permanent()) {
                throw new IllegalArgumentException("A refusal is 4xx or 5xx, not " + reply.code());
            }
        }
    }

    /** Answer and close the connection. */
    record HangUp(Duration delay, Reply reply) implements Decision {}

    /** Close the connection without a word. */
    record Drop(Duration delay) implements Decision {}

    /** Octets of a line (RFC 5322 section 2.1.1), without its CRLF. */
    int LONGEST_FIELD = 998;

    /** Let the command through at once. */
    Decision PASS = new Pass(Duration.ZERO);

    static Decision refuse(Reply reply) {
        return new Refuse(Duration.ZERO, reply);
    }
}
