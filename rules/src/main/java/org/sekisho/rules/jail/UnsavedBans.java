package org.sekisho.rules.jail;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sekisho.state.Held;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bans that began or ended here, and are not known to have done so in the store. For one thread at a time. */
final class UnsavedBans {
    private static final Logger LOG = LoggerFactory.getLogger(UnsavedBans.class);
    private static final int AGAIN_AT_ONCE = 100;

    private final Map<String, Unsaved> unsaved = new HashMap<>();
    /** Of those, the ones that failed to get there, the oldest failure first. */
    private final Map<String, Unsaved> failed = new LinkedHashMap<>();

    private boolean saidSo;

    /**
     * A ban that holds here, or one that does not any more.
     *
     * @param ended when an operator said so; empty while it holds
     */
    record Unsaved(Ban ban, Optional<Instant> ended) {
        String key() {
            return ban.key();
        }

        /** What the store is to hold: what was said later, and has got there sooner, stays. */
        Optional<Held<Ban>> over(Optional<Held<Ban>> there) {
            if (ended.isPresent()) {
                return there.filter(held -> held.value().since().isAfter(ended.get()));
            }
            return there.filter(held -> !held.value().since().isBefore(ban.since()))
                    .or(() -> Optional.of(new Held<>(ban, ban.end())));
        }
    }

    /** It is in force, and on its way to the store. */
    void add(Ban ban) {
        put(new Unsaved(ban, Optional.empty()));
    }

    /** It is not in force any more, and the store could not be told. */
    void ended(Ban ban, Instant said, Throwable why) {
        Unsaved change = new Unsaved(ban, Optional.of(said));
        put(change);
        failed(change, why);
    }

    private void put(Unsaved change) {
        failed.remove(change.key());
        unsaved.put(change.key(), change);
    }

    boolean has(String key) {
        return unsaved.containsKey(key);
    }

    boolean has(Unsaved change) {
        return change.equals(unsaved.get(change.key()));
    }

    /** Whether it is about this ban. */
    boolean has(Ban ban) {
        Unsaved change = unsaved.get(ban.key());
        return change != null && change.ban().equals(ban);
    }

    /** Nothing of that key is to be saved any more. */
    void forget(String key) {
        unsaved.remove(key);
        failed.remove(key);
    }

    void saved(Unsaved change) {
        unsaved.remove(change.key(), change);
        saidSo = false;
    }

    void failed(Unsaved change, Throwable why) {
        if (!has(change)) {
            return;
        }
        failed.put(change.key(), change);
        if (!saidSo) {
            LOG.warn(
                    "The ban of {} {} in the store yet, nor may others be: {}",
                    change.ban().subject(),
                    change.ended().isEmpty() ? "holds, and is not" : "has ended, and is not ended",
                    why.toString());
            saidSo = true;
        }
    }

    /** Some that failed, which are on their way from now on. */
    List<Unsaved> again() {
        List<Unsaved> again = new ArrayList<>();
        failed.values().stream().limit(AGAIN_AT_ONCE).forEach(again::add);
        again.forEach(change -> failed.remove(change.key()));
        return again;
    }
}
