package org.sekisho.net.client;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.sekisho.net.ProxyStartException;
import org.sekisho.net.codec.ProxyHeader;
import org.sekisho.net.io.Addresses;
import org.sekisho.net.io.Channels;
import org.sekisho.net.upstream.SessionUpstream;
import org.sekisho.policy.Hearing;
import org.sekisho.policy.MessageInspector;
import org.sekisho.policy.Stage;
import org.sekisho.session.ClientPort;
import org.sekisho.session.InspectionPort;
import org.sekisho.session.JudgePort;
import org.sekisho.session.SessionSettings;
import org.sekisho.session.SmtpSession;
import org.sekisho.session.UpstreamPort;
import org.sekisho.settings.ListenerSettings;
import org.sekisho.settings.ProxySettings.BareNewline;
import org.sekisho.settings.Timeouts;
import org.sekisho.settings.TlsSettings;
import org.sekisho.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener: admits connections, learns whose they are, and gives each its session. Shared by all event loops.
 */
public final class Listener extends ChannelInitializer<SocketChannel> {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final Reply TOO_MANY = Reply.of(421, "4.7.0", "Too many connections, try again later");

    private final SessionSettings settings;
    private final Shared shared;
    private final @Nullable ServerTls tls;
    private final Set<ClientConnection> sessions = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    private Listener(SessionSettings settings, Shared shared, @Nullable ServerTls tls) {
        this.settings = settings;
        this.shared = shared;
        this.tls = tls;
    }

    /** Reads the certificate, if the listener needs one. */
    public static Listener create(SessionSettings settings, Shared shared) throws ProxyStartException {
        TlsSettings tls = settings.listener().tls();
        return new Listener(
                settings,
                shared,
                tls.mode() == TlsSettings.Mode.OFF
                        ? null
                        : ServerTls.load(
                                shared.tls(), tls, settings.proxy().timeouts().tlsHandshake()));
    }

    public ListenerSettings settings() {
        return settings.listener();
    }

    // Admission

    @Override
    protected void initChannel(SocketChannel channel) {
        ConnectionCounter.Place place = shared.counter().enter();
        channel.closeFuture().addListener(closed -> place.leave());
        InetSocketAddress peer = channel.remoteAddress();
        if (settings().proxyProtocol().isEmpty()) {
            admit(channel, place, peer, false);
        } else if (settings().proxyProtocol().stream().anyMatch(network -> network.contains(peer.getAddress()))) {
            channel.pipeline()
                    .addLast(new ProxyHeaderHandler(
                            timeouts().proxyHeader(),
                            header -> admit(channel, place, clientOf(header, peer), true),
                            problem -> LOG.warn(
                                    "{} was closed on the listener {}, which expects a PROXY header: {}",
                                    Addresses.text(peer),
                                    settings().name(),
                                    problem)));
        } else {
            LOG.warn(
                    "{} may not connect to the listener {}: it is not in proxyProtocol.from",
                    Addresses.text(peer),
                    settings().name());
            Channels.close(channel);
        }
    }

    private static InetSocketAddress clientOf(Optional<ProxyHeader> header, InetSocketAddress peer) {
        return header.map(ProxyHeader::source).orElse(peer);
    }

    private void admit(
            SocketChannel channel, ConnectionCounter.Place place, InetSocketAddress client, boolean withHeader) {
        if (place.take(client.getAddress())) {
            Stage.Connection connection = new Stage.Connection(
                    shared.nextSessionId(),
                    settings().name(),
                    settings().service() == ListenerSettings.Service.SUBMISSION,
                    client.getAddress(),
                    client.getPort());
            channel.pipeline().addLast(new ClientHandler(this, place, connection, channel, withHeader));
        } else {
            LOG.info(
                    "{}: too many connections, {} of them; refused with 421",
                    Addresses.text(client),
                    shared.counter().count());
            place.leave();
            refuse(channel);
        }
    }

    /** An implicit TLS port says nothing in clear text (T15). */
    private void refuse(SocketChannel channel) {
        if (beginsWithTls()) {
            Channels.close(channel);
        } else {
            channel.writeAndFlush(Unpooled.wrappedBuffer(TOO_MANY.encode())).addListener(ChannelFutureListener.CLOSE);
        }
    }

    // What a session's handler needs

    SessionUpstream upstream(Channel client) {
        return shared.upstreams().forSession(client.eventLoop());
    }

    SmtpSession session(
            Stage.Connection client,
            ClientPort port,
            UpstreamPort upstream,
            JudgePort judge,
            InspectionPort inspection) {
        return new SmtpSession(
                settings,
                client,
                new SmtpSession.Ports(
                        port,
                        upstream,
                        judge,
                        inspection,
                        shared.upstreams().offer(),
                        shared.events(),
                        shared.upstreams()::report,
                        shared.passwords(),
                        shared.accounts(),
                        shared.clock()));
    }

    Hearing hearing(Stage.Connection client, Executor loop) {
        return shared.judge().open(client, loop);
    }

    MessageInspector inspector() {
        return shared.inspector();
    }

    boolean normalizes() {
        return settings.proxy().bareNewline() == BareNewline.NORMALIZE;
    }

    Timeouts timeouts() {
        return settings.proxy().timeouts();
    }

    /** Whether this is an implicit TLS port. */
    boolean beginsWithTls() {
        return settings().tls().mode() == TlsSettings.Mode.IMPLICIT;
    }

    SslHandler tlsHandler(ByteBufAllocator allocator, boolean startTls) {
        if (tls == null) {
            throw new IllegalStateException("The listener " + settings().name() + " has no certificate");
        }
        return tls.handler(allocator, startTls);
    }

    void entered(ClientConnection session) {
        sessions.add(session);
        if (draining) {
            session.drain();
        }
    }

    void left(ClientConnection session) {
        sessions.remove(session);
    }

    // What the proxy needs

    /** Every session leaves when it can. */
    public void drain() {
        draining = true;
        sessions.forEach(ClientConnection::drain);
    }

    /** Every session leaves now. */
    public void stop() {
        sessions.forEach(ClientConnection::stop);
    }

    public boolean empty() {
        return sessions.isEmpty();
    }

    /** How many sessions are open. */
    public int count() {
        return sessions.size();
    }

    /** Reads the certificate again if it has changed; blocks on the disk. */
    public void reloadCertificate() {
        if (tls != null) {
            tls.reloadIfChanged();
        }
    }

    public void close() {
        if (tls != null) {
            tls.close();
        }
    }
}
