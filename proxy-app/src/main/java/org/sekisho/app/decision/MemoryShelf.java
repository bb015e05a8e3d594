package org.sekisho.app.decision;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps the newest decisions in memory, for proxies that keep nothing on the disk. */
final class MemoryShelf implements Shelf {
    /** Of at most 8 KiB each; most have less than 3. */
    static final int MOST = 2_000;

    private static final class Kept {
        final Instant time;
        final byte[] text;

        Kept(Instant time, byte[] text) {
            this.time = time;
            this.text = text;
        }
    }

    private final Map<String, Kept> kept = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > MOST;
        }
    };

    @Override
    public void put(String reference, Instant time, byte[] text) {
        kept.put(reference, new Kept(time, text));
    }

    @Override
    public void flush() {}

    @Override
    public Optional<byte[]> find(String reference) {
        return Optional.ofNullable(kept.get(reference)).map(found -> found.text);
    }

    @Override
    public void forget(Instant before) {
        Iterator<Kept> oldest = kept.values().iterator();
        while (oldest.hasNext() && oldest.next().time.isBefore(before)) {
            oldest.remove();
        }
    }

    @Override
    public void close() {}
}
