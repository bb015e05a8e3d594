package org.sekisho.rules.limits;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sekisho.policy.Case;

/**
 * How many sessions live at once, by address, network and account, on this node. Counts live sessions, so that nothing is
 * left behind when the program dies, and the table is never larger than they are many. Each session holds a lease that
 * ends with it. Should its end never be told, the lease ends when nobody holds the session's file any more. Thread-safe.
 */
public final class LiveSessions {
    private final Map<String, Integer> counts;
    private final boolean reading;
    /** Keeps the leases themselves, not their sessions. */
    private final Set<Lease> leases = ConcurrentHashMap.newKeySet();

    private final ReferenceQueue<Case> forgotten = new ReferenceQueue<>();

    /** Nobody lives yet. */
    public LiveSessions() {
        this(new ConcurrentHashMap<>(), false);
    }

    private LiveSessions(Map<String, Integer> counts, boolean reading) {
        this.counts = counts;
        this.reading = reading;
    }

    /** The same for a rule that only explains: its sessions are imagined, each comes as one more, and none is counted. */
    public LiveSessions reading() {
        return new LiveSessions(counts, true);
    }

    /** What one session counts for. */
    public final class Lease extends WeakReference<Case> {
        private final List<String> keys = new ArrayList<>(2);
        private boolean over;

        private Lease(Case file) {
            super(file, forgotten);
        }

        /** Counts under one more key; once only. The answer is how many sessions do. */
        public synchronized int countAs(String key) {
            if (reading) {
                return count(key) + 1;
            }
            if (!over && !keys.contains(key)) {
                keys.add(key);
                counts.merge(key, 1, Integer::sum);
            }
            return count(key);
        }

        public synchronized void end() {
            if (!over) {
                over = true;
                leases.remove(this);
                keys.forEach(key -> counts.computeIfPresent(key, (unused, count) -> count == 1 ? null : count - 1));
            }
        }
    }

    /** Of one more session. */
    public Lease open(Case file) {
        endForgotten();
        Lease lease = new Lease(file);
        if (!reading) {
            leases.add(lease);
        }
        return lease;
    }

    /** How many sessions count under this key. */
    int count(String key) {
        return counts.getOrDefault(key, 0);
    }

    /** How many keys are counted under. */
    int size() {
        return counts.size();
    }

    private void endForgotten() {
        for (Reference<?> lease = forgotten.poll(); lease != null; lease = forgotten.poll()) {
            ((Lease) lease).end();
        }
    }
}
