package org.sekisho.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.local.LocalServerChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.sekisho.event.SessionEvent;
import org.sekisho.net.client.Listener;
import org.sekisho.net.client.Shared;
import org.sekisho.net.io.Addresses;
import org.sekisho.net.io.Transport;
import org.sekisho.net.upstream.Upstreams;
import org.sekisho.policy.MessageInspector;
import org.sekisho.session.AccountNames;
import org.sekisho.session.SessionSettings;
import org.sekisho.testing.EmbeddedLoop;
import org.sekisho.testing.EmbeddedSocket;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.ZoneDns;
import org.sekisho.transcript.Transcript.Step;

/** Plays one transcript once. */
final class Replay implements AutoCloseable {
    private final Transcript transcript;
    private final Cutting cutting;
    private final ManualTime time = new ManualTime();
    private final EmbeddedLoop loop = new EmbeddedLoop(time);
    private final ScriptedJudge judge = new ScriptedJudge();
    private final List<String> reports = new ArrayList<>();
    private final ScriptedUpstream upstream;
    private final Upstreams upstreams;
    private final Listener listener;
    private final EmbeddedSocket socket;
    private final ScriptedClient client;

    private ScriptedUpstream.@Nullable Connection connection;
    private boolean connected;
    private boolean burstSent;

    private Replay(Transcript transcript, Cutting cutting, UnpooledByteBufAllocator buffers) throws Exception {
        this.transcript = transcript;
        this.cutting = cutting;
        upstream = new ScriptedUpstream(buffers, transcript);
        SessionSettings settings = TranscriptSettings.of(transcript);
        Transport transport =
                new Transport("embedded", loop.eventLoop(), address -> new LocalServerChannel(), upstream);
        upstreams = Upstreams.create(settings.proxy(), transport, SslProvider.OPENSSL, new ZoneDns(), time);
        upstreams.startProbing();
        work();
        upstreams.stopProbing();
        work();
        upstream.probed();
        Shared shared = new Shared(
                upstreams,
                SslProvider.OPENSSL,
                connection -> judge,
                transcript.has("inspected") ? new ScriptedInspector(judge) : MessageInspector.NONE,
                this::report,
                (account, password) -> OptionalInt.of(password.length),
                AccountNames.LOWER_CASE,
                time,
                settings.proxy().limits(),
                "t");
        listener = Listener.create(settings, shared);
        InetAddress address =
                Addresses.literal(transcript.setting("client", "198.51.100.7")).orElseThrow();
        socket = EmbeddedSocket.accepted(new InetSocketAddress(address, 40_000), buffers);
        socket.config().setAllowHalfClosure(true);
        client = new ScriptedClient(socket);
    }

    /** The client connects when all is prepared that the transcript begins with. */
    private void connect(Transcript.Who who) {
        if (!connected && who != Transcript.Who.POLICY && who != Transcript.Who.UPSTREAM_SENDS) {
            connected = true;
            socket.pipeline().addLast(listener);
            ChannelFuture unused = loop.eventLoop().register(socket);
        }
    }

    /** Plays it, and fails where it goes another way than written. */
    static void play(Transcript transcript, Cutting cutting) {
        Step current = transcript.steps().get(0);
        try {
            UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false, true);
            try (Replay replay = new Replay(transcript, cutting, buffers)) {
                for (Step step : transcript.steps()) {
                    current = step;
                    replay.step(step);
                }
                replay.finish();
            }
            assertThat(buffers.metric().usedDirectMemory() + buffers.metric().usedHeapMemory())
                    .as("octets in buffers that nobody released")
                    .isZero();
        } catch (Exception | AssertionError e) {
            throw new AssertionError(transcript.name() + ", " + current + " (" + cutting + "): " + e.getMessage(), e);
        }
    }

    private void step(Step step) {
        connect(step.who());
        work();
        switch (step.who()) {
            case CLIENT_SENDS, CLIENT_SENDS_RAW -> clientSends(step);
            case CLIENT_GETS -> clientGets(step);
            case UPSTREAM_GETS -> upstreamGets(step);
            case UPSTREAM_SENDS -> upstreamSends(step);
            case UPSTREAM_SENDS_RAW -> answer(Octets.raw(step.text()));
            case TIME -> loop.advance(ScriptedJudge.duration(step.text()));
            case POLICY -> judge.take(step.text());
            case LEARNER ->
                assertThat(judge.told.poll()).as("told to the policy").isEqualTo(step.text());
            case OPERATOR -> operate(step.text());
            case REPORT ->
                assertThat(reports.remove(step.text()))
                        .as("reported, of %s", reports)
                        .isTrue();
        }
        work();
    }

    private void work() {
        boolean progress = true;
        while (progress) {
            loop.work();
            progress = upstream.work();
            progress |= client != null && client.work();
        }
    }

    // The client

    private void clientSends(Step step) {
        if (step.is("closes")) {
            client.close();
        } else if (step.is("resets")) {
            client.reset();
        } else if (step.is("starts TLS")) {
            client.startTls(ClientTls.CONTEXT);
        } else if (!cutting.isBurst()) {
            say(octets(step));
        } else if (!burstSent) {
            burstSent = true;
            say(everythingOfTheClient());
        }
    }

    private String everythingOfTheClient() {
        StringBuilder all = new StringBuilder();
        for (Step step : transcript.steps()) {
            if (step.who() == Transcript.Who.CLIENT_SENDS || step.who() == Transcript.Who.CLIENT_SENDS_RAW) {
                all.append(octets(step));
            }
        }
        return all.toString();
    }

    private static String octets(Step step) {
        return step.who() == Transcript.Who.CLIENT_SENDS_RAW
                ? Octets.raw(step.text())
                : Octets.line(step.text()) + "\r\n";
    }

    private void say(String octets) {
        for (byte[] segment : cutting.ofClient(Octets.bytes(octets))) {
            client.send(segment);
            work();
        }
    }

    private void clientGets(Step step) {
        if (step.is("closes")) {
            assertThat(client.received).as("unexpected reply").isEmpty();
            assertThat(client.left()).as("the connection is closed").isTrue();
        } else if (step.is("nothing")) {
            assertThat(client.received).as("a reply too early").isEmpty();
            assertThat(client.left()).as("the connection is closed").isFalse();
        } else {
            expectReply(step.text());
        }
    }

    /** One line, or with "..." at its end also all further lines of the reply. */
    private void expectReply(String expected) {
        String line = takeLine(client.received);
        if (!expected.endsWith("...")) {
            assertThat(line).as("reply").isEqualTo(Octets.line(expected));
            return;
        }
        String start = Octets.line(expected.substring(0, expected.length() - "...".length()));
        assertThat(line.replaceFirst("^(\\d{3})-", "$1 ")).as("reply").startsWith(start);
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = takeLine(client.received);
        }
    }

    // The upstream

    private void upstreamGets(Step step) {
        if (step.is("nothing") && cutting.isBurst()) {
            return; // The client is further on already.
        }
        if (step.is("connects")) {
            connection = upstream.next().orElse(null);
            assertThat(connection).as("a new connection to the upstream").isNotNull();
        } else if (step.is("probes again")) {
            assertThat(upstream.probedAgain()).as("a probe").isTrue();
        } else if (step.is("nothing")) {
            assertThat(connection == null ? "" : connection.received)
                    .as("sent to the upstream")
                    .asString()
                    .isEmpty();
            assertThat(upstream.next()).as("a new connection to the upstream").isEmpty();
        } else if (step.is("anything")) {
            connected().received.setLength(0);
        } else if (step.is("closes")) {
            assertThat(connected().received)
                    .as("sent to the upstream")
                    .asString()
                    .isEmpty();
            assertThat(connected().socket.ended())
                    .as("the proxy closed the upstream's connection")
                    .isTrue();
        } else {
            assertThat(takeLine(connected().received))
                    .as("sent to the upstream")
                    .isEqualTo(Octets.line(step.text()));
        }
    }

    private void upstreamSends(Step step) {
        if (step.is("closes")) {
            connected().socket.peerCloses();
        } else if (step.is("resets")) {
            connected().socket.peerResets();
        } else if (step.is("refuses connections")) {
            upstream.refuse(true);
        } else if (step.is("accepts connections")) {
            upstream.refuse(false);
        } else if (step.is("agrees")) {
            agree();
        } else {
            answer(Octets.line(step.text()) + "\r\n");
        }
    }

    private void answer(String octets) {
        for (byte[] segment : cutting.ofUpstream(Octets.bytes(octets))) {
            connected().socket.peerSends(segment);
            work();
        }
    }

    /** Answers whatever came as the proxy would like it best. */
    private void agree() {
        connection = upstream.next().orElse(connection);
        while (connection != null && connection.received.indexOf("\r\n") >= 0) {
            String line = takeLine(connection.received);
            answer(line.equals("DATA") ? "354 Go on\r\n" : line.startsWith("AUTH") ? "235 Ok\r\n" : "250 Ok\r\n");
        }
    }

    private ScriptedUpstream.Connection connected() {
        ScriptedUpstream.Connection now = connection;
        if (now == null) {
            throw new AssertionError("no connection to the upstream is known: write U> (connects) first");
        }
        return now;
    }

    private static String takeLine(StringBuilder received) {
        int end = received.indexOf("\r\n");
        if (end < 0) {
            throw new AssertionError("no line came; there is '" + Octets.shown(received.toString()) + "'");
        }
        String line = received.substring(0, end);
        received.delete(0, end + 2);
        assertThat(Octets.shown(line)).as("a line with a bare CR or LF").isEqualTo(line);
        return line;
    }

    // The rest of the world

    private void operate(String act) {
        switch (act) {
            case "drain" -> listener.drain();
            case "stop" -> listener.stop();
            default -> throw new IllegalArgumentException("The operator cannot " + act);
        }
    }

    private void report(SessionEvent event) {
        if (event instanceof SessionEvent.TransactionEnded transaction) {
            reports.add("transaction " + transaction.outcome());
        } else if (event instanceof SessionEvent.SessionEnded session) {
            reports.add("session " + session.cause());
        } else if (event instanceof SessionEvent.AuthenticationEnded authentication) {
            reports.add("authentication of " + authentication.account().orElse("?") + ": "
                    + authentication.reply().code());
        }
    }

    private void finish() {
        if (transcript.steps().stream().anyMatch(step -> step.who() == Transcript.Who.LEARNER)) {
            assertThat(judge.told)
                    .as("told to the policy, and not in the transcript")
                    .isEmpty();
        }
        assertThat(client.received)
                .as("replies that the transcript does not have")
                .asString()
                .isEmpty();
        assertThat(upstream.next())
                .as("connections that the transcript does not have")
                .isEmpty();
        if (connection != null) {
            assertThat(connection.received.toString().replaceFirst("^QUIT\r\n$", ""))
                    .as("sent to the upstream after the transcript's end")
                    .isEmpty();
        }
    }

    @Override
    public void close() {
        client.close();
        upstream.close();
        work();
        loop.advance(Duration.ofMinutes(20));
        work();
        client.release();
        upstreams.close();
        listener.close();
    }

    /** Trusts everybody. */
    private static final class ClientTls {
        static final SslContext CONTEXT = make();

        private static SslContext make() {
            try {
                return SslContextBuilder.forClient()
                        .sslProvider(SslProvider.JDK)
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .build();
            } catch (SSLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
