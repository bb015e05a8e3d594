package org.sekisho.rules.dnslists;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs that a list gives answers that are none, once an hour for each list. Thread-safe; bounded by the lists there are. */
final class ListProblems {
    private static final Logger LOG = LoggerFactory.getLogger(ListProblems.class);
    private static final Duration QUIET = Duration.ofHours(1);

    private final InstantSource clock;
    private final Map<String, Instant> quietUntil = new ConcurrentHashMap<>();

    ListProblems(InstantSource clock) {
        this.clock = clock;
    }

    void refusesUs(String list, String answer) {
        if (due(list)) {
            LOG.warn(
                    "The DNS list {} answers {}: it does not serve your name server or your number of questions, so it"
                            + " counts for nothing; ask its operator for terms, and do not ask it through a public resolver",
                    list,
                    answer);
        }
    }

    void makesNoSense(String list, String answer) {
        if (due(list)) {
            LOG.warn(
                    "The DNS list {} answers {}, which no list does, so it counts for nothing; it may have been given up,"
                            + " or your name server makes up answers for names that do not exist",
                    list,
                    answer);
        }
    }

    private boolean due(String list) {
        Instant now = clock.instant();
        boolean[] due = {false};
        quietUntil.compute(list, (unused, until) -> {
            due[0] = until == null || !now.isBefore(until);
            return due[0] ? now.plus(QUIET) : until;
        });
        return due[0];
    }
}
