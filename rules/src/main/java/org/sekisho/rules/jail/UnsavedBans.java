package org.sekisho.rules.jail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jails' bans in force that are not known to be on the disk. For one thread at a time. */
final class UnsavedBans {
    private static final Logger LOG = LoggerFactory.getLogger(UnsavedBans.class);
    private static final int AGAIN_AT_ONCE = 100;

    private final Map<String, Ban> unsaved = new HashMap<>();
    /** Of those, the ones that failed to get there, the oldest failure first. */
    private final Map<String, Ban> failed = new LinkedHashMap<>();

    private boolean saidSo;

    /** It is in force, and on its way to the disk. */
    void add(Ban ban) {
        failed.remove(ban.key());
        unsaved.put(ban.key(), ban);
    }

    boolean has(String key) {
        return unsaved.containsKey(key);
    }

    boolean has(Ban ban) {
        return ban.equals(unsaved.get(ban.key()));
    }

    /** Nothing of that key is to be saved any more. */
    void forget(String key) {
        unsaved.remove(key);
        failed.remove(key);
    }

    void saved(Ban ban) {
        unsaved.remove(ban.key(), ban);
        saidSo = false;
    }

    void failed(Ban ban, Throwable why) {
        if (!has(ban)) {
            return;
        }
        failed.put(ban.key(), ban);
        if (!saidSo) {
            LOG.warn(
                    "The ban of {} holds, and is not on the disk yet, nor may others be: {}",
                    ban.subject(),
                    why.toString());
            saidSo = true;
        }
    }

    /** Some that failed, which are on their way from now on. */
    List<Ban> again() {
        List<Ban> again = new ArrayList<>();
        failed.values().stream().limit(AGAIN_AT_ONCE).forEach(again::add);
        again.forEach(ban -> failed.remove(ban.key()));
        return again;
    }
}
