package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslProvider;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sekisho.dns.DnsjavaLookup;
import org.sekisho.event.SessionEvent;
import org.sekisho.event.SessionEvent.SessionEnded;
import org.sekisho.event.SessionEvent.TransactionEnded;
import org.sekisho.net.io.Transport;
import org.sekisho.policy.Hearing;
import org.sekisho.policy.Judge;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.Limits;
import org.sekisho.settings.ListenerSettings;
import org.sekisho.settings.ProxySettings;
import org.sekisho.settings.Timeouts;
import org.sekisho.settings.UpstreamSettings;
import org.sekisho.testing.Await;
import org.sekisho.testing.LogCapture;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;
import org.sekisho.testing.UpstreamTalk;

/**
 * A proxy on real sockets before scripted upstreams. It starts at the first connection, and has probed its upstreams
 * before that connection is made, so that a script set after {@link #start} is for sessions alone.
 *
 * <p>When it closes, an error or a leaked buffer in the log fails the test.
 */
final class ProxyFixture implements AutoCloseable {
    static final String LISTENER = "mx";

    private final LogCapture log = LogCapture.ofEverything();
    private final List<SessionEvent> events = new CopyOnWriteArrayList<>();
    private final List<Endpoint> upstreams;
    private final List<ScriptedUpstream> scripted;

    private ProxySettings settings;
    private Judge judge = Judge.PASSING;
    private Transport transport = Transport.best();
    private @Nullable Proxy proxy;

    ProxyFixture(ScriptedUpstream... scripted) {
        this.scripted = List.of(scripted);
        upstreams = Stream.of(scripted).map(ProxyFixture::endpoint).toList();
        UpstreamSettings plain = UpstreamSettings.of(upstreams.get(0), UpstreamSettings.Identity.NONE);
        settings =
                ProxySettings.of("proxy.test", ListenerSettings.inbound(LISTENER, new Endpoint("127.0.0.1", 0)), plain);
        upstream(UnaryOperator.identity());
    }

    static Endpoint endpoint(ScriptedUpstream upstream) {
        return new Endpoint("127.0.0.1", upstream.address().getPort());
    }

    // Before the start

    ProxyFixture settings(UnaryOperator<ProxySettings> change) {
        settings = change.apply(settings);
        return this;
    }

    ProxyFixture upstream(UnaryOperator<UpstreamSettings> change) {
        UpstreamSettings was = settings.upstream();
        UpstreamSettings now = change.apply(new UpstreamSettings(
                upstreams,
                was.connections(),
                was.connectTimeout(),
                was.identity(),
                was.tls(),
                was.verifyCertificate(),
                was.trust(),
                was.timeout(),
                was.endOfDataTimeout()));
        settings = new ProxySettings(
                settings.hostName(),
                settings.listeners(),
                now,
                settings.limits(),
                settings.timeouts(),
                settings.receivedHeader(),
                settings.bareNewline());
        return this;
    }

    /** How long the proxy waits for its upstream, in this order: to be ready, for a reply, for the verdict. */
    ProxyFixture upstreamTimeouts(Duration connect, Duration reply, Duration endOfData) {
        return upstream(was -> new UpstreamSettings(
                was.addresses(),
                was.connections(),
                connect,
                was.identity(),
                was.tls(),
                was.verifyCertificate(),
                was.trust(),
                reply,
                endOfData));
    }

    ProxyFixture upstreamConnections(int most) {
        return upstream(was -> new UpstreamSettings(
                was.addresses(),
                most,
                was.connectTimeout(),
                was.identity(),
                was.tls(),
                was.verifyCertificate(),
                was.trust(),
                was.timeout(),
                was.endOfDataTimeout()));
    }

    ProxyFixture identity(UpstreamSettings.Identity identity) {
        return upstream(was -> new UpstreamSettings(
                was.addresses(),
                was.connections(),
                was.connectTimeout(),
                identity,
                was.tls(),
                was.verifyCertificate(),
                was.trust(),
                was.timeout(),
                was.endOfDataTimeout()));
    }

    /** How long the proxy waits for its clients: for a command, for message octets, for a reply to be read. */
    ProxyFixture timeouts(Duration command, Duration data, Duration write) {
        Timeouts was = settings.timeouts();
        return settings(now -> now.withTimeouts(
                new Timeouts(command, data, was.tlsHandshake(), was.proxyHeader(), write, was.drain())));
    }

    ProxyFixture limits(Limits limits) {
        return settings(now -> now.withLimits(limits));
    }

    ProxyFixture judge(Hearing each) {
        judge = connection -> each;
        return this;
    }

    ProxyFixture transport(Transport other) {
        transport = other;
        return this;
    }

    // Running

    Proxy start() {
        if (proxy == null) {
            try {
                proxy = Proxy.start(
                        settings,
                        judge,
                        events::add,
                        new Proxy.World(
                                transport,
                                SslProvider.OPENSSL,
                                new DnsjavaLookup(),
                                InstantSource.system(),
                                new SecureRandom()));
            } catch (ProxyStartException e) {
                throw new AssertionError(e);
            }
            upstreams.forEach(upstream -> log.awaitLine("Upstream " + upstream + ": "));
            scripted.forEach(upstream -> upstream.talks().forEach(UpstreamTalk::awaitEnd));
        }
        return proxy;
    }

    LogCapture log() {
        return log;
    }

    /** A connection from which nothing has been read. */
    RawClient connect() {
        return RawClient.connect(start().address(LISTENER));
    }

    /** A client that has been greeted and has said EHLO. */
    RawClient client() {
        return connect().expect("220").command("EHLO client.test", "250");
    }

    /** A client with one recipient accepted by the upstream. */
    RawClient clientWithRecipient() {
        return client().command("MAIL FROM:<a@client.test>", "250").command("RCPT TO:<b@example.test>", "250");
    }

    /** A client that may send its message now. */
    RawClient clientInData() {
        return clientWithRecipient().command("DATA", "354");
    }

    List<SessionEvent> events() {
        return List.copyOf(events);
    }

    /** The one transaction that has ended; waits for it. */
    TransactionEnded transaction() {
        return transactions(1).get(0);
    }

    /** Waits until so many transactions have ended. */
    List<TransactionEnded> transactions(int count) {
        return Await.value(count + " transactions have ended", () -> of(TransactionEnded.class, count));
    }

    /** The session of the client that said this name, when it has ended; waits for it. */
    SessionEnded session(String helo) {
        return Await.value(
                "the session of " + helo + " has ended",
                () -> of(SessionEnded.class, 0).orElse(List.of()).stream()
                        .filter(ended -> ended.helo().equals(helo))
                        .findFirst());
    }

    /** Waits until the limit on connections lets a new one in, so that an older one no longer counts. */
    void awaitPlace() {
        Await.until("a place for a connection is free", () -> {
            try (RawClient next = connect()) {
                return next.reply().startsWith("220");
            }
        });
    }

    private <T extends SessionEvent> Optional<List<T>> of(Class<T> kind, int count) {
        List<T> found = new ArrayList<>();
        for (SessionEvent event : events) {
            if (kind.isInstance(event)) {
                found.add(kind.cast(event));
            }
        }
        return found.size() < count ? Optional.empty() : Optional.of(found);
    }

    @Override
    public void close() {
        if (proxy != null) {
            proxy.close();
        }
        scripted.forEach(ScriptedUpstream::close);
        log.close();
        assertThat(log.errors()).as("errors in the log").isEmpty();
    }
}
