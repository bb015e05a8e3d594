package org.sekisho.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What the policy knows of one session: the file that checks and learners write in, each in its own slot. Thread-safe,
 * since the answers of stores and name servers come on threads of their own.
 */
public final class Case {
    private final Stage.Connection connection;
    private final Executor executor;
    /** Made when first needed: most sessions that are held have little to remember. */
    private volatile @Nullable Map<Slot<?>, Object> slots;

    private List<Held> held = List.of();
    private Map<String, String> fields = Map.of();

    /** A finding at an earlier stage that is acted on at RCPT, where the recipient's wishes are known. */
    record Held(Rule<?> rule, Point from, Finding finding) {}

    /** Answers are gone on from where they come: for whoever has no thread of their own. */
    public Case(Stage.Connection connection) {
        this(connection, Runnable::run);
    }

    /**
     * @param executor where judging goes on when an answer comes late, one task after the other
     */
    public Case(Stage.Connection connection, Executor executor) {
        this.connection = connection;
        this.executor = executor;
    }

    Executor executor() {
        return executor;
    }

    public Stage.Connection connection() {
        return connection;
    }

    /** What a slot holds: only ever what its own supplier or {@link #put} gave. Mutable contents must be thread-safe. */
    @SuppressWarnings("unchecked")
    public <T> T in(Slot<T> slot) {
        Object there = map().get(slot);
        return (T) (there != null ? there : map().computeIfAbsent(slot, Slot::first));
    }

    /** Puts something else in a slot. */
    public <T> void put(Slot<T> slot, T value) {
        map().put(slot, value);
    }

    private Map<Slot<?>, Object> map() {
        Map<Slot<?>, Object> now = slots;
        if (now == null) {
            synchronized (this) {
                now = slots;
                if (now == null) {
                    now = new ConcurrentHashMap<>(4);
                    slots = now;
                }
            }
        }
        return now;
    }

    synchronized List<Held> held() {
        return held;
    }

    /** What was held from this point on is replaced: a second HELO is judged anew. */
    synchronized void hold(Point point, List<Held> findings) {
        List<Held> all = new ArrayList<>(held);
        all.removeIf(earlier -> earlier.from().compareTo(point) >= 0);
        all.addAll(findings);
        held = List.copyOf(all);
    }

    /** What has been acted on, and must not be a second time. */
    synchronized void release(List<Held> findings) {
        if (!findings.isEmpty()) {
            List<Held> rest = new ArrayList<>(held);
            rest.removeAll(findings);
            held = List.copyOf(rest);
        }
    }

    /** A header field for the message under way, if it comes to one; another with the same name replaces it. */
    public synchronized void field(String name, String value) {
        Map<String, String> more = new TreeMap<>(fields);
        more.put(name, name + ": " + value);
        fields = more;
    }

    synchronized List<String> fields() {
        return fields.isEmpty() ? List.of() : List.copyOf(fields.values());
    }

    /** Another message begins. */
    synchronized void forgetFields() {
        fields = Map.of();
    }
}
