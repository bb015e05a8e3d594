package org.sekisho.net.client;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts the connections there are, in all and from each client. Thread-safe. */
final class ConnectionCounter {
    private final int most;
    private final int mostPerClient;
    private final AtomicInteger all = new AtomicInteger();
    private final Map<InetAddress, Integer> perClient = new ConcurrentHashMap<>();

    ConnectionCounter(int most, int mostPerClient) {
        this.most = most;
        this.mostPerClient = mostPerClient;
    }

    /** Counts a connection, until it is left. */
    Place enter() {
        return new Place(all.incrementAndGet() <= most);
    }

    /** One counted connection. Used by one thread. */
    final class Place {
        private final boolean free;
        private @Nullable InetAddress client;
        private boolean left;

        private Place(boolean free) {
            this.free = free;
        }

        /** Says whose connection it is; false if there are too many, in all or from this client. */
        boolean take(InetAddress address) {
            client = address;
            return perClient.merge(address, 1, Integer::sum) <= mostPerClient && free;
        }

        /** The connection no longer counts. May be called more than once. */
        void leave() {
            if (left) {
                return;
            }
            left = true;
            all.decrementAndGet();
            if (client != null) {
                perClient.computeIfPresent(client, (address, count) -> count > 1 ? count - 1 : null);
            }
        }
    }

    int count() {
        return all.get();
    }
}
