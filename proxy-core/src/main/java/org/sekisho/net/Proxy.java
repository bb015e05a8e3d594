package org.sekisho.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.sekisho.dns.DnsLookup;
import org.sekisho.dns.DnsjavaLookup;
import org.sekisho.event.EventSink;
import org.sekisho.net.client.Listener;
import org.sekisho.net.client.Shared;
import org.sekisho.net.io.Addresses;
import org.sekisho.net.io.Channels;
import org.sekisho.net.io.Transport;
import org.sekisho.net.upstream.Upstreams;
import org.sekisho.policy.Judge;
import org.sekisho.policy.MessageInspector;
import org.sekisho.policy.RecipientVerifier;
import org.sekisho.session.AccountNames;
import org.sekisho.session.PasswordHash;
import org.sekisho.session.SessionSettings;
import org.sekisho.settings.ListenerSettings;
import org.sekisho.settings.ProxySettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running proxy: start it, ask its port, drain it, stop it.
 *
 * <pre>{@code
 * try (Proxy proxy = Proxy.start(settings, EventSink.NONE)) {
 *     int port = proxy.address("mx").getPort();
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class Proxy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Proxy.class);
    private static final int BACKLOG = 1_024;
    private static final Duration CERTIFICATE_CHECK = Duration.ofSeconds(10);
    /** How often a proxy that is being drained looks whether its sessions have gone. */
    private static final Duration DRAIN_CHECK = Duration.ofMillis(20);
    /** How long sessions may take to send their last word when the proxy stops. */
    private static final Duration LAST_WORD = Duration.ofSeconds(2);

    private final Transport transport;
    private final Upstreams upstreams;
    private final Map<String, Bound> listeners = new LinkedHashMap<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile boolean hurry;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    private record Bound(Listener listener, Channel channel) {}

    private Proxy(Transport transport, Upstreams upstreams) {
        this.transport = transport;
        this.upstreams = upstreams;
    }

    /** What a proxy takes from the world; the other form of {@link #start} takes the system's. */
    public record World(
            Transport transport,
            SslProvider tls,
            DnsLookup dns,
            InstantSource clock,
            RandomGenerator random,
            PasswordHash passwords,
            AccountNames accounts,
            MessageInspector inspector) {
        /** Without hashes of passwords, and with nobody who looks at messages. */
        public World(Transport transport, SslProvider tls, DnsLookup dns, InstantSource clock, RandomGenerator random) {
            this(transport, tls, dns, clock, random, PasswordHash.NONE, AccountNames.LOWER_CASE, MessageInspector.NONE);
        }

        public static World system() {
            return system(new DnsjavaLookup());
        }

        /** The system's, but for the name servers. */
        public static World system(DnsLookup dns) {
            return new World(Transport.best(), bestTls(), dns, InstantSource.system(), new SecureRandom());
        }

        /** OpenSSL where it can be loaded; the Java runtime's own TLS does the same work, slower. */
        private static SslProvider bestTls() {
            return OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
        }

        public World withTls(SslProvider other) {
            return new World(transport, other, dns, clock, random, passwords, accounts, inspector);
        }

        public World withPasswords(PasswordHash other) {
            return new World(transport, tls, dns, clock, random, other, accounts, inspector);
        }

        public World withAccounts(AccountNames other) {
            return new World(transport, tls, dns, clock, random, passwords, other, inspector);
        }

        public World withInspector(MessageInspector other) {
            return new World(transport, tls, dns, clock, random, passwords, accounts, other);
        }
    }

    /** Binds all listeners and begins to take connections; every session is let through. */
    public static Proxy start(ProxySettings settings, EventSink events) throws ProxyStartException {
        return start(settings, Judge.PASSING, events, World.system());
    }

    /** Binds all listeners and begins to take connections. If one cannot be bound, none stays. */
    public static Proxy start(ProxySettings settings, Judge judge, EventSink events, World world)
            throws ProxyStartException {
        ProxySettings fitting = Descriptors.fit(settings);
        Proxy proxy = null;
        try {
            Upstreams upstreams = Upstreams.create(fitting, world.transport(), world.tls(), world.dns(), world.clock());
            proxy = new Proxy(world.transport(), upstreams);
            // 36^4 starts: enough that the ids of two runs in one log file hardly ever meet.
            String run = Long.toString(world.random().nextLong(46_656, 1_679_616), 36);
            Shared shared = new Shared(
                    upstreams,
                    world.tls(),
                    judge,
                    world.inspector(),
                    events,
                    world.passwords(),
                    world.accounts(),
                    world.clock(),
                    fitting.limits(),
                    run);
            for (ListenerSettings listener : fitting.listeners()) {
                proxy.bind(Listener.create(new SessionSettings(fitting, listener), shared));
            }
            upstreams.startProbing();
            proxy.watchCertificates();
            return proxy;
        } catch (ProxyStartException | RuntimeException e) {
            if (proxy != null) {
                proxy.close();
            } else {
                Future<?> unused = Channels.shutdown(world.transport().loops());
            }
            throw e;
        }
    }

    private void bind(Listener listener) throws ProxyStartException {
        ListenerSettings settings = listener.settings();
        InetAddress address = Addresses.literal(settings.address().host())
                .or(() -> settings.address().host().equals("localhost")
                        ? Optional.of(Addresses.LOOPBACK4)
                        : Optional.empty())
                .orElseThrow(() -> new ProxyStartException("Cannot listen on " + settings.address()
                        + ": listeners take an address of this machine, such as 0.0.0.0:25, not a name"));
        ChannelFuture bound = new ServerBootstrap()
                .group(transport.loops())
                .channelFactory(() -> transport.serverChannel().apply(address))
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(listener)
                .bind(new InetSocketAddress(address, settings.address().port()))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            listener.close();
            throw new ProxyStartException(
                    "Cannot listen on " + settings.address() + " (" + settings.name() + "): "
                            + StartProblems.describe(bound.cause()),
                    bound.cause());
        }
        listeners.put(settings.name(), new Bound(listener, bound.channel()));
        LOG.info("Listening on {} ({})", Addresses.text(bound.channel().localAddress()), settings.name());
    }

    /** Where the listener of that name is bound; tells the port that the system chose for port 0. */
    public InetSocketAddress address(String listener) {
        Bound bound = listeners.get(listener);
        if (bound == null) {
            throw new IllegalArgumentException(
                    "There is no listener '" + listener + "'; there are " + listeners.keySet());
        }
        return (InetSocketAddress) bound.channel().localAddress();
    }

    /** A way to ask the upstream about recipients, over at most so many connections of the proxy's own. */
    public RecipientVerifier verifier(int connections) {
        return upstreams.verifier(connections);
    }

    /**
     * Closes the listeners and the idle sessions, lets transactions in flight finish, at most this long, then stops.
     *
     * @return done when everything has stopped
     */
    public CompletionStage<Void> drain(Duration limit) {
        if (!stopping.get()) {
            LOG.info("Draining: no new connections, transactions in flight have {} s", limit.toSeconds());
        }
        return end(limit);
    }

    private CompletionStage<Void> end(Duration limit) {
        if (stopping.compareAndSet(false, true)) {
            upstreams.stopProbing();
            listeners.values().forEach(bound -> bound.channel().close().awaitUninterruptibly());
            listeners.values().forEach(bound -> bound.listener().drain());
            long checks = Math.max(0, limit.toMillis() / DRAIN_CHECK.toMillis());
            transport.loops().next().execute(() -> waitForSessions(checks, this::stopSessions));
        }
        return stopped;
    }

    /** Stops at once, also in the middle of a drain: every session gets 421. Waits until everything is closed. */
    @Override
    public void close() {
        hurry = true;
        end(Duration.ZERO).toCompletableFuture().join();
    }

    private void waitForSessions(long checksLeft, Runnable then) {
        if (checksLeft <= 0 || hurry || sessions().stream().allMatch(Listener::empty)) {
            then.run();
        } else {
            later(() -> waitForSessions(checksLeft - 1, then), DRAIN_CHECK);
        }
    }

    private void stopSessions() {
        sessions().forEach(Listener::stop);
        hurry = false;
        waitForSessions(LAST_WORD.toMillis() / DRAIN_CHECK.toMillis(), this::finish);
    }

    private void finish() {
        Channels.shutdown(transport.loops()).addListener(done -> {
            sessions().forEach(Listener::close);
            upstreams.close();
            stopped.complete(null);
        });
    }

    /** How many sessions are open now. */
    public int openSessions() {
        return sessions().stream().mapToInt(Listener::count).sum();
    }

    private List<Listener> sessions() {
        return listeners.values().stream().map(Bound::listener).toList();
    }

    /**
     * Reads the listeners' certificates again if their files have changed, which the proxy also does by itself every ten
     * seconds. Files that cannot be used are logged, and the old certificate stays. Blocks on the disk.
     */
    public void reloadCertificates() {
        sessions().forEach(Listener::reloadCertificate);
    }

    /** Certificates are read on a thread of their own, as the disk may be slow. */
    private void watchCertificates() {
        later(() -> ForkJoinPool.commonPool().execute(this::checkCertificates), CERTIFICATE_CHECK);
    }

    private void checkCertificates() {
        try {
            reloadCertificates();
        } catch (RuntimeException failure) {
            LOG.error("Looking for changed certificates failed", failure);
        }
        if (!stopping.get()) {
            watchCertificates();
        }
    }

    private void later(Runnable work, Duration wait) {
        Future<?> task = transport.loops().schedule(work, wait.toMillis(), TimeUnit.MILLISECONDS);
        task.addListener(done -> {
            if (!done.isSuccess() && !done.isCancelled()) {
                LOG.error("A task of the proxy itself failed", done.cause());
            }
        });
    }
}
