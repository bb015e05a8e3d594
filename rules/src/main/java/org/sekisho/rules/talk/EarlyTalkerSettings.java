package org.sekisho.rules.talk;

import java.time.Duration;
import java.util.List;

/**
 * How clients are tested that do not wait for the greeting.
 *
 * @param greetWait how long strangers wait between the first line of the greeting and the last; some monitoring services
 *     and old appliances give up after 15 s. 0s only looks at the time that passes anyway
 * @param action what becomes of a client that talked
 * @param remember how long a client that has delivered mail need not wait again
 * @param exempt networks that are neither made to wait nor refused
 */
public record EarlyTalkerSettings(Duration greetWait, Action action, Duration remember, List<String> exempt) {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** What becomes of a client that talked before it was greeted. */
    public enum Action {
        /** Each of its recipients is refused, so that the log says whose mail it was. */
        REFUSE,
        /** 521 to its EHLO, and the connection is closed. */
        DROP
    }

    public static final EarlyTalkerSettings DEFAULTS =
            new EarlyTalkerSettings(Duration.ofSeconds(2), Action.REFUSE, Duration.ofDays(30), List.of());

    public EarlyTalkerSettings {
        if (greetWait.isNegative() || greetWait.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException("greetWait must be 0s to " + LONGEST_WAIT.toSeconds() + "s");
        }
        if (remember.isNegative() || remember.isZero()) {
            throw new IllegalArgumentException("remember must be longer than 0s");
        }
        exempt = List.copyOf(exempt);
        Networks.parse("exempt", exempt);
    }
}
