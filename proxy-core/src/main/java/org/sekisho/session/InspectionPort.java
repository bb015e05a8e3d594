package org.sekisho.session;

import java.util.Optional;
import java.util.function.Consumer;
import org.sekisho.policy.Credentials;
import org.sekisho.policy.Stage;
import org.sekisho.smtp.Reply;

/** Whom a session lets look at its user's messages. Whatever goes wrong there, the session hears nothing of it. */
public interface InspectionPort {
    /** Whether anybody looks: only then the user's password is kept. */
    boolean active();

    /** A message begins; its octets are shown from now on. */
    void begin(Stage.AtData message, Credentials credentials);

    /** It has ended. The answer, perhaps a refusal, comes on the session's own thread, at once or later, exactly once. */
    void end(long octets, Consumer<Optional<Reply>> answer);

    /** It is over, or was given up: nothing more is shown of it. May be called without a message. */
    void close();

    /** Nobody looks. */
    InspectionPort NONE = new InspectionPort() {
        @Override
        public boolean active() {
            return false;
        }

        @Override
        public void begin(Stage.AtData message, Credentials credentials) {}

        @Override
        public void end(long octets, Consumer<Optional<Reply>> answer) {
            answer.accept(Optional.empty());
        }

        @Override
        public void close() {}
    };
}
