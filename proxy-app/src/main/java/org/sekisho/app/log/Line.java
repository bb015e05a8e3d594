package org.sekisho.app.log;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekisho.app.pseudonym.Names;
import org.sekisho.event.SessionEvent;
import org.sekisho.policy.Trail;

/** A line with fields. docs/logging.md describes them. */
sealed interface Line permits EventLine, DecisionLine {

    /** The first word of the line. */
    String kind();

    void write(Fields fields);

    /** The line for what was logged; empty for a message to people. */
    static Optional<Line> of(Object @Nullable [] logged, Names names) {
        if (logged == null) {
            return Optional.empty();
        } else if (logged[0] instanceof SessionEvent event) {
            return Optional.of(new EventLine(event, names));
        }
        return logged[0] instanceof Trail trail ? Optional.of(new DecisionLine(trail, names)) : Optional.empty();
    }
}
