package org.sekisho.policy;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How often a rule was asked at one point of the session, and what came of it. Thread-safe. */
public final class RuleCounts {
    private final Map<Trail.Effect, LongAdder> effects = new EnumMap<>(Trail.Effect.class);
    private final LongAdder failures = new LongAdder();

    RuleCounts() {
        for (Trail.Effect effect : Trail.Effect.values()) {
            effects.put(effect, new LongAdder());
        }
    }

    void count(Trail.Effect effect) {
        adder(effect).increment();
    }

    void failed() {
        failures.increment();
    }

    /** How often that came of it. */
    public long of(Trail.Effect effect) {
        return adder(effect).sum();
    }

    /** How often the check failed or took too long. */
    public long failures() {
        return failures.sum();
    }

    /** How often the rule was asked, or spared somebody. */
    public long total() {
        return effects.values().stream().mapToLong(LongAdder::sum).sum();
    }

    private LongAdder adder(Trail.Effect effect) {
        LongAdder adder = effects.get(effect);
        if (adder == null) {
            throw new IllegalStateException("Not counted: " + effect);
        }
        return adder;
    }
}
