package org.sekisho.app.decision;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Where decisions are kept, the oldest of which make room. One thread at a time. */
interface Shelf extends AutoCloseable {

    /** Takes one more; it may be lost until {@link #flush}. */
    void put(String reference, Instant time, byte[] text) throws IOException;

    void flush() throws IOException;

    /** What was put there under that reference. */
    Optional<byte[]> find(String reference) throws IOException;

    /** Lets go of what was put there with an earlier time, as far as that is easy: most of it may stay a little longer. */
    void forget(Instant before) throws IOException;

    @Override
    void close() throws IOException;
}
