package org.sekisho.net.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslProvider;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.sekisho.dns.DnsLookup;
import org.sekisho.net.ProxyStartException;
import org.sekisho.net.codec.ProxyHeader;
import org.sekisho.net.io.Addresses;
import org.sekisho.net.io.Transport;
import org.sekisho.session.ClientIdentity;
import org.sekisho.session.Failures;
import org.sekisho.session.OfferPort;
import org.sekisho.session.OpenFailure;
import org.sekisho.session.UpstreamDialogue;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.ListenerSettings.Service;
import org.sekisho.settings.ProxySettings;
import org.sekisho.settings.UpstreamSettings;
import org.sekisho.settings.UpstreamSettings.Identity;

/** The mail servers behind the proxy: their places, their abilities, and how to connect to them. Thread-safe. */
public final class Upstreams {
    private static final byte[] NO_HEADER = {};

    private final ProxySettings proxy;
    private final Transport transport;
    private final DnsLookup dns;
    private final UpstreamTls tls;
    private final AddressPool pool;
    private final CapabilityProbe probe;
    private final FailureLog failures;

    private Upstreams(ProxySettings proxy, Transport transport, DnsLookup dns, InstantSource clock, UpstreamTls tls) {
        this.proxy = proxy;
        this.transport = transport;
        this.dns = dns;
        this.tls = tls;
        pool = new AddressPool(settings().addresses(), settings().connections(), clock);
        probe = new CapabilityProbe(this);
        failures = new FailureLog(clock);
    }

    /** Reads the trusted certificates, if there are any. Nothing is connected to before {@link #startProbing}. */
    public static Upstreams create(
            ProxySettings proxy, Transport transport, SslProvider tls, DnsLookup dns, InstantSource clock)
            throws ProxyStartException {
        return new Upstreams(proxy, transport, dns, clock, UpstreamTls.of(tls, proxy.upstream()));
    }

    /** A session's own way to the upstream. */
    public SessionUpstream forSession(EventLoop loop) {
        return new SessionUpstream(this, loop);
    }

    /** A way to ask about recipients, over so many connections at most. */
    public UpstreamVerifier verifier(int connections) {
        return new UpstreamVerifier(this, transport.loops().next(), connections);
    }

    public OfferPort offer() {
        return probe;
    }

    /** Asks every address now, and every minute from now on, what it offers. */
    public void startProbing() {
        probe.start(transport.loops().next());
    }

    public void stopProbing() {
        probe.stop();
    }

    /** Logs why a session got no upstream, but not for every session anew. */
    public void report(OpenFailure failure) {
        failures.report(failure);
    }

    public void close() {
        tls.close();
    }

    // What the classes beside this one use

    /** Where an attempt to connect ends. */
    interface Connected {
        UpstreamConnection.Owner owner();

        /** The connection stands; the dialogue has not begun. */
        void connected(UpstreamConnection connection);

        void failed(OpenFailure failure);
    }

    UpstreamSettings settings() {
        return proxy.upstream();
    }

    AddressPool pool() {
        return pool;
    }

    /** Whether a listener is for users, who log in. */
    boolean serveUsers() {
        return proxy.listeners().stream().anyMatch(listener -> listener.service() == Service.SUBMISSION);
    }

    private String hostName() {
        return proxy.hostName();
    }

    void connect(AddressPool.Lease lease, EventLoop loop, Connected connected) {
        Endpoint endpoint = lease.endpoint();
        Optional<InetAddress> literal = Addresses.literal(endpoint.host());
        if (literal.isPresent()) {
            connect(lease, List.of(literal.get()), loop, connected);
            return;
        }
        dns.addresses(endpoint.host())
                .whenCompleteAsync(
                        (found, failure) -> {
                            if (failure != null || found.isEmpty()) {
                                lease.failed();
                                lease.release();
                                connected.failed(new OpenFailure(
                                        Failures.UNAVAILABLE,
                                        failure == null
                                                ? "the name has no address; check it, or write the address itself"
                                                : "looking the name up failed: " + failure.getMessage(),
                                        true));
                            } else {
                                connect(lease, found, loop, connected);
                            }
                        },
                        loop);
    }

    /** Tries the addresses in turn, until one takes the connection. */
    private void connect(AddressPool.Lease lease, List<InetAddress> addresses, EventLoop loop, Connected connected) {
        new Bootstrap()
                .group(loop)
                .channelFactory(transport.socketChannel())
                .disableResolver()
                .option(ChannelOption.TCP_NODELAY, true)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(Math.min(
                                Integer.MAX_VALUE, settings().connectTimeout().toMillis())))
                .handler(new Placing(lease, connected))
                .connect(
                        new InetSocketAddress(addresses.get(0), lease.endpoint().port()))
                .addListener(done -> {
                    if (done.isSuccess()) {
                        return;
                    }
                    // Without a descriptor there is no channel, and its loop is not the one that tells of it.
                    List<InetAddress> others = addresses.subList(1, addresses.size());
                    if (loop.inEventLoop()) {
                        refused(lease, others, loop, connected, done.cause());
                    } else {
                        loop.execute(() -> refused(lease, others, loop, connected, done.cause()));
                    }
                });
    }

    private void refused(
            AddressPool.Lease lease, List<InetAddress> others, EventLoop loop, Connected connected, Throwable cause) {
        if (!others.isEmpty()) {
            connect(lease, others, loop, connected);
            return;
        }
        lease.failed();
        lease.release();
        connected.failed(new OpenFailure(Failures.UNAVAILABLE, "cannot connect: " + reason(cause), true));
    }

    private static String reason(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        return text.contains("Connection refused") ? "connection refused; is the mail server running there?" : text;
    }

    /** Puts the connection's handler in place as soon as the channel is active, before its first byte is read. */
    private final class Placing extends ChannelInboundHandlerAdapter {
        private final AddressPool.Lease lease;
        private final Connected connected;

        Placing(AddressPool.Lease lease, Connected connected) {
            this.lease = lease;
            this.connected = connected;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            Channel channel = ctx.channel();
            UpstreamConnection connection = new UpstreamConnection(lease, settings(), tls, channel, connected.owner());
            channel.pipeline().replace(this, "upstream", connection);
            connected.connected(connection);
        }
    }

    /** Begins the dialogue: in the name of a client, or in our own, and nobody is identified. */
    void begin(UpstreamConnection made, Optional<ClientIdentity> client) {
        if (client.isPresent()) {
            made.begin(
                    UpstreamDialogue.forClient(settings().identity(), settings().tls(), hostName(), client.get(), made),
                    proxyHeader(client.get()));
        } else {
            ClientIdentity self = new ClientIdentity(Addresses.LOOPBACK4, 0, hostName(), true);
            made.begin(UpstreamDialogue.forOurselves(settings().tls(), hostName(), self, made), ownProxyHeader());
        }
    }

    /** The PROXY header for a client; nothing unless that is how the upstream learns who it is (P11). */
    private byte[] proxyHeader(ClientIdentity client) {
        if (settings().identity() != Identity.PROXY) {
            return NO_HEADER;
        }
        InetAddress here = client.address() instanceof Inet4Address ? Addresses.LOOPBACK4 : Addresses.LOOPBACK6;
        return new ProxyHeader(new InetSocketAddress(client.address(), client.port()), new InetSocketAddress(here, 25))
                .encodeV1();
    }

    /** The PROXY header for a connection of our own (P4, P11). */
    private byte[] ownProxyHeader() {
        return settings().identity() == Identity.PROXY ? ProxyHeader.encodeLocal() : NO_HEADER;
    }
}
