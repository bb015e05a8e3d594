package org.sekisho.app.state;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.state.StateStore;
import org.sekisho.state.StateStoreContract;

/** The contract, with a cache of two records in each table, so that nearly everything is read from the file. */
final class SmallCacheStoreTest extends StateStoreContract {
    @TempDir
    private Path folder;

    @Override
    protected StateStore open() {
        return new EmbeddedStore(new StoreFile(folder, "", time), time, 2).started();
    }
}
