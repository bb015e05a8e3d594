package org.sekisho.rules.hold;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a rule act only while the server is under load, if the operator wants no more than what is necessary. Between
 * the two thresholds it stays as it was. Thread-safe.
 */
public final class LoadGate {
    private static final Logger LOG = LoggerFactory.getLogger(LoadGate.class);

    /**
     * When a rule acts.
     *
     * @param above it begins when more sessions than this are open; 0 for a rule that always acts
     * @param below it rests again when fewer than this are open
     * @param atLeast it acts for so long once it has begun
     */
    public record Settings(int above, int below, Duration atLeast) {
        /** Always. */
        public static final Settings DEFAULTS = new Settings(0, 0, Duration.ofMinutes(5));

        public Settings {
            if (above < 0) {
                throw new IllegalArgumentException("load.above must be at least 0, is " + above);
            }
            if (below < 0 || below > above) {
                throw new IllegalArgumentException("load.below must be 0 to load.above (" + above + "), is " + below);
            }
            if (atLeast.isNegative()) {
                throw new IllegalArgumentException("load.atLeast must be at least 0s");
            }
        }
    }

    /**
     * @param open whether the rule acts now
     * @param because the load that says so
     */
    public record Reading(boolean open, String because) {}

    private static final Reading ALWAYS = new Reading(true, "it acts under any load");

    private final String rule;
    private final Settings settings;
    private final LoadMeter meter;
    private final InstantSource clock;
    private final Position position;
    private final boolean reading;

    /** Where a gate stands. */
    static final class Position {
        private boolean open;
        private Instant until = Instant.EPOCH;
    }

    /**
     * @param reading for a rule that only explains: it finds the gate as the live rule would, and does not move it
     */
    LoadGate(String rule, Settings settings, LoadMeter meter, InstantSource clock, Position position, boolean reading) {
        this.rule = rule;
        this.settings = settings;
        this.meter = meter;
        this.clock = clock;
        this.position = position;
        this.reading = reading;
    }

    /** Whether the rule acts now. */
    public Reading read() {
        if (settings.above() == 0) {
            return ALWAYS;
        }
        int sessions = meter.sessions();
        boolean now = open(sessions);
        String because = now
                ? sessions + " sessions are open; it began above " + settings.above()
                : sessions + " sessions are open; it acts above " + settings.above();
        return new Reading(now, because);
    }

    private boolean open(int sessions) {
        synchronized (position) {
            Instant now = clock.instant();
            boolean busy = sessions > settings.above();
            boolean calm = sessions < settings.below() && !now.isBefore(position.until);
            boolean open = position.open ? !calm : busy;
            if (open != position.open && !reading) {
                move(open, sessions, now);
            }
            return open;
        }
    }

    private void move(boolean open, int sessions, Instant now) {
        position.open = open;
        if (open) {
            position.until = now.plus(settings.atLeast());
            LOG.info("The rule {} acts from now on: {} sessions are open, above {}", rule, sessions, settings.above());
        } else {
            LOG.info("The rule {} rests from now on: {} sessions are open, below {}", rule, sessions, settings.below());
        }
    }
}
