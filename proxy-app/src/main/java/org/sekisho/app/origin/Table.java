package org.sekisho.app.origin;

import java.net.InetAddress;
import java.util.Optional;

/** What a file tells of each address. Thread-safe. */
interface Table<V> {
    Optional<V> of(InetAddress address);
}
