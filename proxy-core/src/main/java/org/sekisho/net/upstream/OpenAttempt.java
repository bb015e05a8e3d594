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
import org.sekisho.session.UpstreamDialogue;
import org.sekisho.settings.Endpoint;
import org.sekisho.smtp.Capabilities;
import org.sekisho.smtp.Reply;

/**
 * Opens a connection for one session: waits for a free place, connects, has the dialogue, and goes on to the next
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
    private final ClientIdentity client;
    private final Result result;
    private final Deadline deadline;
    private final Set<Endpoint> tried = new HashSet<>();

    private AddressPool.@Nullable Waiter waiter;
    /** The address being tried; none while all are in use. */
    private AddressPool.@Nullable Lease lease;

    private @Nullable UpstreamConnection current;
    private OpenFailure lastFailure =
            new OpenFailure(Failures.BUSY, "all connections to the upstream stayed in use", false);
    private boolean over;

    OpenAttempt(Upstreams upstreams, EventLoop loop, ClientIdentity client, Result result) {
        this.upstreams = upstreams;
        this.loop = loop;
        this.client = client;
        this.result = result;
        deadline = new Deadline(loop, this::timeOver);
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
        if (waiter != null) {
            waiter.giveUp();
        }
        if (current != null) {
            current.close();
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
        lease = free;
        tried.add(free.endpoint());
        upstreams.connect(free, loop, new Connecting(free));
    }

    private void timeOver() {
        OpenFailure failure = lease == null
                ? lastFailure
                : new OpenFailure(
                        Failures.UNAVAILABLE,
                        tried + ": not ready within "
                                + upstreams.settings().connectTimeout().toSeconds() + " s",
                        false);
        if (lease != null) {
            lease.failed();
        }
        stop();
        fail(failure);
    }

    private void fail(OpenFailure failure) {
        if (!over) {
            over = true;
            deadline.cancel();
            result.failed(failure);
        }
    }

    /** One address being tried; after it is ready, what the connection tells is the session's. */
    private final class Connecting implements UpstreamConnection.Owner, Upstreams.Connected {
        private final AddressPool.Lease own;
        private UpstreamConnection.@Nullable Owner owner;

        Connecting(AddressPool.Lease own) {
            this.own = own;
        }

        @Override
        public UpstreamConnection.Owner owner() {
            return this;
        }

        @Override
        public void connected(UpstreamConnection connection) {
            if (over) {
                connection.close();
                return;
            }
            current = connection;
            connection.begin(
                    UpstreamDialogue.forClient(
                            upstreams.settings().identity(),
                            upstreams.settings().tls(),
                            upstreams.hostName(),
                            client,
                            connection),
                    upstreams.proxyHeader(client));
        }

        @Override
        public void ready(Capabilities offered) {
            UpstreamConnection connection = current;
            if (connection == null) {
                throw new IllegalStateException("A connection that was never made is ready");
            }
            over = true;
            deadline.cancel();
            UpstreamConnection.Owner session = result.owner();
            owner = session;
            result.opened(connection);
            session.ready(offered);
        }

        @Override
        public void failed(OpenFailure failure) {
            current = null;
            lease = null;
            if (over) {
                return;
            }
            OpenAttempt.this.lease = null;
            lastFailure =
                    new OpenFailure(failure.reply(), own.endpoint() + ": " + failure.detail(), failure.elsewhere());
            if (failure.elsewhere()) {
                own.failed();
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
