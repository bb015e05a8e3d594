package org.sekisho.benchmarks;

import java.io.IOException;

/** One of those that are compared in what bans cost. */
interface JailPeer {
    String name();

    /** Measures it; the exception says why it cannot be measured on this machine. */
    JailFigures measure(JailTrial trial) throws IOException, InterruptedException, BenchException;
}
