package org.sekisho.net.client;

import io.netty.handler.ssl.SslProvider;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.sekisho.event.EventSink;
import org.sekisho.net.upstream.Upstreams;
import org.sekisho.policy.Judge;
import org.sekisho.policy.MessageInspector;
import org.sekisho.session.AccountNames;
import org.sekisho.session.PasswordHash;
import org.sekisho.settings.Limits;

/** What all listeners of one proxy share. Thread-safe. */
public final class Shared {
    private final Upstreams upstreams;
    private final SslProvider tls;
    private final Judge judge;
    private final MessageInspector inspector;
    private final EventSink events;
    private final PasswordHash passwords;
    private final AccountNames accounts;
    private final InstantSource clock;
    private final ConnectionCounter counter;
    private final String run;
    private final AtomicLong sessions = new AtomicLong();

    /**
     * @param run makes session ids of different runs of the program differ
     */
    public Shared(
            Upstreams upstreams,
            SslProvider tls,
            Judge judge,
            MessageInspector inspector,
            EventSink events,
            PasswordHash passwords,
            AccountNames accounts,
            InstantSource clock,
            Limits limits,
            String run) {
        this.upstreams = upstreams;
        this.tls = tls;
        this.judge = judge;
        this.inspector = inspector;
        this.events = events;
        this.passwords = passwords;
        this.accounts = accounts;
        this.clock = clock;
        this.run = run;
        counter = new ConnectionCounter(limits.connections(), limits.connectionsPerClient());
    }

    Upstreams upstreams() {
        return upstreams;
    }

    SslProvider tls() {
        return tls;
    }

    Judge judge() {
        return judge;
    }

    MessageInspector inspector() {
        return inspector;
    }

    EventSink events() {
        return events;
    }

    PasswordHash passwords() {
        return passwords;
    }

    AccountNames accounts() {
        return accounts;
    }

    InstantSource clock() {
        return clock;
    }

    ConnectionCounter counter() {
        return counter;
    }

    /** An id of at most 16 letters and digits. */
    String nextSessionId() {
        return run + Long.toString(sessions.incrementAndGet(), 36);
    }
}
