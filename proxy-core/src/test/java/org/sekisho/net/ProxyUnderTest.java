package org.sekisho.net;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.sekisho.event.SessionEvent;
import org.sekisho.policy.Hearing;
import org.sekisho.policy.Judge;
import org.sekisho.policy.MessageInspector;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.Limits;
import org.sekisho.settings.ListenerSettings;
import org.sekisho.settings.ListenerSettings.Service;
import org.sekisho.settings.Network;
import org.sekisho.settings.ProxySettings;
import org.sekisho.settings.ProxySettings.BareNewline;
import org.sekisho.settings.Timeouts;
import org.sekisho.settings.TlsSettings;
import org.sekisho.settings.UpstreamSettings;
import org.sekisho.settings.UpstreamSettings.Identity;
import org.sekisho.settings.UpstreamSettings.Tls;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.TestAuthority;

/** A proxy with one listener on a port of the system's choice, and what it reports. */
final class ProxyUnderTest implements AutoCloseable {
    private final List<InetSocketAddress> upstreams;
    private final List<SessionEvent> events = new CopyOnWriteArrayList<>();

    private Service service = Service.INBOUND;
    private TlsSettings tls = TlsSettings.OFF;
    private Tls upstreamTls = Tls.OFF;
    private boolean verify = true;
    private Optional<Path> trust = Optional.empty();
    private List<Network> proxyProtocol = List.of();
    private Limits limits = Limits.DEFAULTS;
    private Timeouts timeouts = Timeouts.DEFAULTS;
    private Duration connectTimeout = Duration.ofSeconds(20);
    private boolean receivedHeader;
    private SslProvider provider = OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
    private Judge judge = Judge.PASSING;
    private MessageInspector inspector = MessageInspector.NONE;
    private @Nullable Proxy proxy;

    ProxyUnderTest(InetSocketAddress... upstreams) {
        this.upstreams = List.of(upstreams);
    }

    ProxyUnderTest submission() {
        service = Service.SUBMISSION;
        return this;
    }

    ProxyUnderTest startTls(TestAuthority.Issued issued) {
        return tls(TlsSettings.Mode.STARTTLS, issued, false);
    }

    ProxyUnderTest tls(TlsSettings.Mode mode, TestAuthority.Issued issued, boolean required) {
        tls = new TlsSettings(mode, Optional.of(issued.certificate()), Optional.of(issued.key()), required);
        return this;
    }

    ProxyUnderTest upstreamTls(Tls mode, boolean verifyCertificate, Optional<Path> authorities) {
        upstreamTls = mode;
        verify = verifyCertificate;
        trust = authorities;
        return this;
    }

    ProxyUnderTest behindLoadBalancer() {
        proxyProtocol = List.of(Network.parse("127.0.0.0/8"));
        return this;
    }

    ProxyUnderTest provider(SslProvider other) {
        provider = other;
        return this;
    }

    ProxyUnderTest judge(Hearing each) {
        judge = connection -> each;
        return this;
    }

    ProxyUnderTest inspector(MessageInspector other) {
        inspector = other;
        return this;
    }

    ProxyUnderTest receivedHeader() {
        receivedHeader = true;
        return this;
    }

    ProxyUnderTest connectionsPerClient(int most) {
        limits = new Limits(limits.connections(), most, limits.recipients(), limits.errors(), limits.messageSize());
        return this;
    }

    ProxyUnderTest handshakeTimeout(Duration limit) {
        timeouts = new Timeouts(
                timeouts.command(), timeouts.data(), limit, timeouts.proxyHeader(), timeouts.write(), timeouts.drain());
        return this;
    }

    ProxyUnderTest start() throws ProxyStartException {
        ListenerSettings listener =
                new ListenerSettings("mx", new Endpoint("127.0.0.1", 0), service, tls, proxyProtocol);
        UpstreamSettings relay = new UpstreamSettings(
                upstreams.stream()
                        .map(address -> new Endpoint("127.0.0.1", address.getPort()))
                        .toList(),
                80,
                connectTimeout,
                Identity.NONE,
                upstreamTls,
                verify,
                trust,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30));
        ProxySettings settings = new ProxySettings(
                "mx.example.org", List.of(listener), relay, limits, timeouts, receivedHeader, BareNewline.REJECT);
        Proxy.World world = Proxy.World.system().withTls(provider).withInspector(inspector);
        proxy = Proxy.start(settings, judge, events::add, world);
        return this;
    }

    Proxy proxy() {
        if (proxy == null) {
            throw new IllegalStateException("The proxy has not been started");
        }
        return proxy;
    }

    /** A connection on which nothing has been read. */
    RawClient connect() {
        return RawClient.connect(proxy().address("mx"));
    }

    /** A connection that has been greeted. */
    RawClient client() {
        return connect().expect("220 mx.example.org ESMTP");
    }

    List<SessionEvent> events() {
        return events;
    }

    /** The first event of that kind, as soon as there is one. */
    <E extends SessionEvent> E event(Class<E> kind) {
        return Await.value(
                "there is an event " + kind.getSimpleName(),
                () -> events.stream().filter(kind::isInstance).map(kind::cast).findFirst());
    }

    @Override
    public void close() {
        if (proxy != null) {
            proxy.close();
        }
    }
}
