package org.sekisho.app.postfix;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.sekisho.event.SessionEvent;
import org.sekisho.net.Proxy;
import org.sekisho.net.ProxyStartException;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.ListenerSettings;
import org.sekisho.settings.ListenerSettings.Service;
import org.sekisho.settings.Network;
import org.sekisho.settings.ProxySettings;
import org.sekisho.settings.TlsSettings;
import org.sekisho.settings.UpstreamSettings;
import org.sekisho.settings.UpstreamSettings.Identity;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;

/**
 * The proxy before a Postfix. It listens twice: for clients on loopback, and behind a load balancer on loopback, which
 * lets a test take any client address through the PROXY protocol.
 */
final class Front implements AutoCloseable {
    private static final String DIRECT = "direct";
    private static final String BALANCED = "balanced";
    private static final Endpoint ANY_PORT = new Endpoint("127.0.0.1", 0);

    private final Proxy proxy;
    private final Queue<SessionEvent> events;

    private Front(Proxy proxy, Queue<SessionEvent> events) {
        this.proxy = proxy;
        this.events = events;
    }

    /** An MX that tells Postfix the client with XCLIENT, and knows already what Postfix offers. */
    static Front inbound(RealPostfix postfix) {
        return inbound(UpstreamSettings.of(postfix.endpoint(RealPostfix.SMTP), Identity.XCLIENT))
                .probed();
    }

    static Front inbound(UpstreamSettings upstream) {
        return start(Service.INBOUND, TlsSettings.OFF, upstream, settings -> settings);
    }

    /** A proxy with all defaults, but for what {@code change} says. */
    static Front start(
            Service service, TlsSettings tls, UpstreamSettings upstream, UnaryOperator<ProxySettings> change) {
        Queue<SessionEvent> events = new ConcurrentLinkedQueue<>();
        ListenerSettings direct = new ListenerSettings(DIRECT, ANY_PORT, service, tls, List.of());
        ListenerSettings balanced =
                new ListenerSettings(BALANCED, ANY_PORT, service, tls, List.of(Network.parse("127.0.0.1")));
        ProxySettings settings =
                ProxySettings.of("front.example.com", direct, upstream).withListeners(List.of(direct, balanced));
        try {
            return new Front(Proxy.start(change.apply(settings), events::add), events);
        } catch (ProxyStartException e) {
            throw new AssertionError("the proxy does not start", e);
        }
    }

    /** Waits until the proxy knows what Postfix offers; before, it offers next to nothing itself (O18). */
    Front probed() {
        Await.until("the proxy offers what Postfix offers", () -> {
            try (RawClient client = RawClient.connect(address()).expect("220 ")) {
                return client.command("EHLO probe.example.org").contains("8BITMIME");
            }
        });
        return this;
    }

    /** Where clients on loopback connect. */
    InetSocketAddress address() {
        return proxy.address(DIRECT);
    }

    /** A client on loopback that has read the greeting and said EHLO. */
    RawClient client() {
        return RawClient.connect(address()).expect("220 ").command("EHLO client.example.org", "250-");
    }

    /** A client at that address, port 4711, that has read the greeting. */
    RawClient connectFrom(String clientAddress) {
        boolean v6 = clientAddress.indexOf(':') >= 0;
        return RawClient.connect(proxy.address(BALANCED))
                .sendLines("PROXY " + (v6 ? "TCP6 " : "TCP4 ") + clientAddress
                        + (v6 ? " 2001:db8::25" : " 203.0.113.25") + " 4711 25")
                .expect("220 ");
    }

    /** A client at that address, port 4711, that has said EHLO. */
    RawClient clientFrom(String clientAddress) {
        return connectFrom(clientAddress).command("EHLO client.example.org", "250-");
    }

    /** The events of that kind so far. */
    <E extends SessionEvent> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public void close() {
        proxy.close();
    }
}
