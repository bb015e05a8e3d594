package org.sekisho.net;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.sekisho.event.EventSink;
import org.sekisho.settings.ProxySettings;

/** The running proxy. */
public final class Proxy implements AutoCloseable {
    private Proxy() {}

    /** Binds all listeners and begins to take connections. */
    public static Proxy start(ProxySettings settings, EventSink events) throws ProxyStartException {
        throw new ProxyStartException("not yet: " + settings + events);
    }

    /** Where the listener of that name is bound; tells the port that the system chose for port 0. */
    public InetSocketAddress address(String listener) {
        throw new IllegalArgumentException(listener);
    }

    /** Closes the listeners and the idle sessions, lets transactions in flight finish, at most this long, then stops. */
    public CompletionStage<Void> drain(Duration limit) {
        throw new IllegalStateException("not started " + limit);
    }

    /** Stops at once: every session gets 421. */
    @Override
    public void close() {}
}
