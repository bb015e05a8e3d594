package org.sekisho.app.redis;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.sekisho.state.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many new records this node may make in each table in a minute, so that one node under a flood does not drive out what
 * all have learnt: a quarter of the table, or {@value #FEWEST}. Operators' tables have no such quota.
 */
final class Admission {
    static final int FEWEST = 10_000;
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    private final InstantSource clock;
    private final Map<String, Integer> made = new HashMap<>();
    private Instant end = Instant.EPOCH;

    Admission(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether this minute's quota is used up. */
    synchronized boolean isOver(Table<?> table) {
        turn();
        return table.keeping() == Table.Keeping.LEARNED && made.getOrDefault(table.name(), 0) >= quota(table);
    }

    synchronized void made(Table<?> table) {
        turn();
        int now = made.merge(table.name(), 1, Integer::sum);
        if (now == quota(table) && table.keeping() == Table.Keeping.LEARNED) {
            LOG.warn(
                    "This node has made {} records in the table {} within a minute: no more until it is over",
                    now,
                    table.name());
        }
    }

    private void turn() {
        Instant now = clock.instant();
        boolean setBack = now.isBefore(end.minus(PERIOD));
        if (now.isAfter(end) || setBack) {
            made.clear();
            end = now.plus(PERIOD);
        }
    }

    private static int quota(Table<?> table) {
        return Math.max(FEWEST, table.mostRecords() / 4);
    }
}
