package org.sekisho.session;

import java.time.Duration;
import java.util.function.Consumer;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Stage;

/** Whom a session asks at each stage, and tells what happens in between. */
public interface JudgePort {
    /** The answer comes on the session's own thread, at once or later, exactly once. */
    void ask(Stage stage, Consumer<Decision> answer);

    void tell(Happening happening);

    /** How long a client may wait for one reply, and for all replies to commands that it sent in one group (O4). */
    Duration longestDelay();
}
