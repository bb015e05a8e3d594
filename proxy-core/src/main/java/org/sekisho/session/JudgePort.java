package org.sekisho.session;

import java.util.function.Consumer;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Stage;

/** Whom a session asks at each stage; the answer comes on the session's own thread, at once or later, exactly once. */
@FunctionalInterface
public interface JudgePort {
    void ask(Stage stage, Consumer<Decision> answer);
}
