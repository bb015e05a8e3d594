package org.sekisho.app.state;

import org.h2.mvstore.MVStore;

/** Keeps the file in proportion to what is in it: a store that only appends would grow with every change. */
final class FileSize {
    /** The file may be so much larger than it was after it was last compacted, in octets. */
    private static final long SLACK = 32 << 20;

    /** Longest time that one compaction may keep the store thread, in milliseconds; it goes on at a later commit. */
    private static final int COMPACTION_TIME = 100;

    private long compacted;

    /** After a commit. */
    void keepBounded(MVStore store) {
        if (store.getFileStore().size() > 2 * compacted + SLACK) {
            store.compactFile(COMPACTION_TIME);
            compacted = store.getFileStore().size();
        }
    }
}
