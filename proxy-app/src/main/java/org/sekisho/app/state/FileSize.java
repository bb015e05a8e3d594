package org.sekisho.app.state;

import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;

/** Keeps the file in proportion to what is in it: a store that only appends would grow with every change. */
final class FileSize {
    /** The file may be this much larger than twice what is alive in it, in octets. */
    private static final long SLACK = 32 << 20;

    /** Longest time that one compaction may keep the store thread, in milliseconds; the next commit goes on with it. */
    private static final int COMPACTION_TIME = 100;

    private FileSize() {}

    /** After a commit. */
    static void keepBounded(MVStore store) {
        FileStore<?> file = store.getFileStore();
        long used = file.size() / 100 * file.getFillRate();
        long alive = used / 100 * file.getChunksFillRate();
        if (file.size() > 2 * alive + SLACK) {
            store.compactFile(COMPACTION_TIME);
        }
    }
}
