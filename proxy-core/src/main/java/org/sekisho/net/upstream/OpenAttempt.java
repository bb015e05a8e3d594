package org.sekisho.net.upstream;

import io.netty.channel.EventLoop;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekisho.net.io.Deadline;
import org.sekisho.session.ClientIdentity;
import org.sekisho.session.Failures;
import org.sekisho.session.OpenFailure;
import org.sekisho.settings.Endpoint;
import org.sekisho.smtp.Capabilities;
import org.sekisho.smtp.Reply;

/**
 * Opens a connection for one session, or one of the proxy's own: waits for a free place, connects, has the dialogue, and goes on to the next
 * address if that fails and another might do better. All of it together has one time limit.
 */
final class OpenAttempt {
    /** Where the attempt ends; exactly one of the two last is called, unless it is cancelled. */
    interface Result {
        /** Who is to hear of the connection's fate once it is open. */
        UpstreamConnection.Owner owner();

        void opened(UpstreamConnection connection);

        void failed(OpenFailure failure);
    }

    private final Upstreams upstreams;
    private final EventLoop loop;
    private final Optional<ClientIdentity> client;
    private final Result result;
    private final Deadline deadline;
    /** How long one address may take while there are others: one that hangs must not use up the time of all. */
    private final Deadline turn;

    private final Set<Endpoint> tried = new HashSet<>();

    private AddressPool.@Nullable Waiter waiter;
    /** The address being tried; none while all are in use. */
    private @Nullable Connecting current;

    private OpenFailure lastFailure =
            new OpenFailure(Failures.BUSY, "all connections to the upstream stayed in use", false);
    private boolean over;

    /** @param client whom the connection is for; empty for one of the proxy's own */
    OpenAttempt(Upstreams upstreams, EventLoop loop, Optional<ClientIdentity> client, Result result) {
        this.upstreams = upstreams;
        this.loop = loop;
        this.client = client;
        this.result = result;
        deadline = new Deadline(loop, this::timeOver);
        turn = new Deadline(loop, this::turnOver);
    }

    void start() {
        deadline.in(upstreams.settings().connectTimeout());
        next();
    }

    void cancel() {
        over = true;
        stop();
    }

    private void stop() {
        deadline.cancel();
        turn.cancel();
        if (waiter != null) {
            waiter.giveUp();
        }
        if (current != null) {
            current.giveUp();
        }
    }

    private void next() {
        Optional<AddressPool.Waiter> place = upstreams.pool().lease(tried, lease -> {
            if (loop.inEventLoop()) {
                use(lease);
            } else {
                loop.execute(() -> use(lease));
            }
        });
        if (place.isEmpty()) {
            fail(lastFailure);
        } else if (!over && current == null) {
            waiter = place.get();
        }
    }

    private void use(AddressPool.Lease free) {
        waiter = null;
        if (over) {
            free.release();
            return;
        }
        Connecting connecting = new Connecting(free);
        current = connecting;
        tried.add(free.endpoint());
        turn.in(upstreams
                .settings()
                .connectTimeout()
                .dividedBy(upstreams.settings().addresses().size()));
        upstreams.connect(free, loop, connecting);
    }

    private void turnOver() {
        if (current != null) {
            current.tooSlow();
            next();
        }
    }

    private void timeOver() {
        if (current != null) {
            current.tooSlow();
        }
        stop();
        fail(lastFailure);
    }

    private void fail(OpenFailure failure) {
        if (!over) {
            over = true;
            deadline.cancel();
            turn.cancel();
            result.failed(failure);
        }
    }

    /** One address being tried; after it is ready, what the connection tells is the session's. */
    private final class Connecting implements UpstreamConnection.Owner, Upstreams.Connected {
        private final AddressPool.Lease lease;
        private @Nullable UpstreamConnection connection;
        private UpstreamConnection.@Nullable Owner owner;
        private boolean givenUp;

        Connecting(AddressPool.Lease lease) {
            this.lease = lease;
        }

        /** An address that hangs is passed over like one that refuses. */
        void tooSlow() {
            lastFailure = new OpenFailure(Failures.UNAVAILABLE, lease.endpoint() + ": it was not ready in time", true);
            lease.failed();
            giveUp();
        }

        /** The place is free again when the connection is closed, or has failed. */
        void giveUp() {
            givenUp = true;
            current = null;
            if (connection != null) {
                connection.close();
            }
        }

        @Override
        public UpstreamConnection.Owner owner() {
            return this;
        }

        @Override
        public void connected(UpstreamConnection made) {
            if (givenUp) {
                made.close();
                return;
            }
            connection = made;
            upstreams.begin(made, client);
        }

        @Override
        public void ready(Capabilities offered) {
            UpstreamConnection opened = connection;
            if (opened == null) {
                throw new IllegalStateException("A connection that was never made is ready");
            }
            over = true;
            deadline.cancel();
            turn.cancel();
            UpstreamConnection.Owner session = result.owner();
            owner = session;
            result.opened(opened);
            session.ready(offered);
        }

        @Override
        public void failed(OpenFailure failure) {
            if (givenUp) {
                return;
            }
            current = null;
            lastFailure =
                    new OpenFailure(failure.reply(), lease.endpoint() + ": " + failure.detail(), failure.elsewhere());
            if (failure.elsewhere()) {
                lease.failed();
                next();
            } else {
                fail(lastFailure);
            }
        }

        @Override
        public void lost() {
            if (owner != null) {
                owner.lost();
            }
        }

        @Override
        public void spoke(Reply reply) {
            if (owner != null) {
                owner.spoke(reply);
            }
        }

        @Override
        public void progress() {
            if (owner != null) {
                owner.progress();
            }
        }
    }
}
