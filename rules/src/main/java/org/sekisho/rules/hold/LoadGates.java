package org.sekisho.rules.hold;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The gates of all rules, each by its rule's name: where they stand outlives a policy. Thread-safe. */
public final class LoadGates {
    private final LoadMeter meter;
    private final Map<String, LoadGate.Position> positions;
    private final boolean reading;

    public LoadGates(LoadMeter meter) {
        this(meter, new ConcurrentHashMap<>(), false);
    }

    private LoadGates(LoadMeter meter, Map<String, LoadGate.Position> positions, boolean reading) {
        this.meter = meter;
        this.positions = positions;
        this.reading = reading;
    }

    /** The same gates for rules that only explain: they do not move them. */
    LoadGates reading() {
        return new LoadGates(meter, positions, true);
    }

    /** A rule's gate. */
    public LoadGate of(String rule, LoadGate.Settings settings, InstantSource clock) {
        LoadGate.Position position = positions.computeIfAbsent(rule, unused -> new LoadGate.Position());
        return new LoadGate(rule, settings, meter, clock, position, reading);
    }
}
