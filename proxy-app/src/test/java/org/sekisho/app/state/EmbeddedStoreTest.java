package org.sekisho.app.state;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.state.StateStore;
import org.sekisho.state.StateStoreContract;

/** The contract, with everything in the cache. */
final class EmbeddedStoreTest extends StateStoreContract {
    @TempDir
    private Path folder;

    @Override
    protected StateStore open() {
        return EmbeddedStore.open(folder.resolve("state"), time);
    }
}
