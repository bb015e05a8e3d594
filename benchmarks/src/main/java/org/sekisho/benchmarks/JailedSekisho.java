package org.sekisho.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.sekisho.app.state.EmbeddedStore;
import org.sekisho.rules.jail.Ban;
import org.sekisho.rules.jail.BanList;
import org.sekisho.rules.jail.Response;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.Network;
import org.sekisho.testing.DnsServer;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/** The proxy as an operator starts it, with one jail that acts; who its clients are, PROXY headers say. */
final class JailedSekisho implements JailPeer {
    private static final Duration RESTORE_LIMIT = Duration.ofMinutes(1);
    private static final String JAIL = "unknown-users";
    private static final int AT_ONCE = 1_000;

    /** While nobody listens on a port, a connection to it from the same address may meet itself. */
    private static final InetSocketAddress FROM = new InetSocketAddress("127.0.0.2", 0);

    /** What a client asks that should be banned already; the mail server must not hear of it. */
    private static final String ONE_MORE = "RCPT TO:<one-more@example.jp>";

    private static final int MOST_COMMANDS = 10_000;

    private int late;
    private long heap;
    private Duration inProcess = Duration.ZERO;

    @Override
    public String name() {
        return "sekisho";
    }

    /** How many offenders were answered once more before they were refused. */
    int late() {
        return late;
    }

    /** Octets of live objects with all bans, less those with none. */
    long heap() {
        return heap;
    }

    /** How long the slowest of some new processes took from opening the store until all bans were in force. */
    Duration inProcess() {
        return inProcess;
    }

    /** A process and where it listens. */
    private record Proxy(Server server, InetSocketAddress address) {

        /** A client from there, which has read nothing yet. */
        RawClient client(String from) {
            return RawClient.connect(FROM, address).send("PROXY TCP4 " + from + " 127.0.0.1 40000 25\r\n");
        }

        boolean keepsOut(String from) {
            try (RawClient client = client(from)) {
                return client.reply().startsWith("554 5.7.1 ");
            } catch (UncheckedIOException notYet) {
                return false;
            }
        }

        /** SIGKILL: whatever is not on the disk is lost. */
        void kill() throws InterruptedException {
            server.process().destroyForcibly().waitFor();
        }
    }

    @Override
    public JailFigures measure(JailTrial trial) throws IOException, InterruptedException, BenchException {
        Path state = trial.bench().folder().resolve("sekisho.state");
        try (DnsServer dns = DnsServer.start();
                ScriptedUpstream upstream = ScriptedUpstream.start()) {
            upstream.on("RCPT", "550 5.1.1 Recipient address rejected: User unknown\r\n");
            String configuration =
                    configuration(trial.bench(), state, upstream.address().getPort(), dns.endpoint());
            Proxy empty = started(trial.bench(), configuration, JavaMemory.OPTION);
            empty.server().awaitPort(empty.address().getPort());
            long heapOfNone = JavaMemory.of(empty.server().process()).heap();
            long none = empty.server().tree().residentMemory();
            List<Double> delays = delays(trial, empty, upstream);
            empty.kill();

            fill(trial, state);
            Proxy full = started(trial.bench(), configuration, JavaMemory.OPTION);
            full.server().awaitPort(full.address().getPort());
            heap = JavaMemory.of(full.server().process()).heap() - heapOfNone;
            long with = full.server().tree().residentMemory();
            full.kill();

            Duration time = restored(trial, configuration);
            inProcess = BansBench.restoredByAnother(state, System.err);
            return new JailFigures(
                    name(),
                    delays,
                    time,
                    trial.bans(),
                    (with - none) * 1024,
                    "after SIGKILL; the start of Java is in it");
        }
    }

    private static Duration restored(JailTrial trial, String configuration)
            throws IOException, InterruptedException, BenchException {
        Instant start = trial.clock().instant();
        Proxy proxy = started(trial.bench(), configuration, "");
        proxy.server().await("restore", RESTORE_LIMIT, () -> proxy.keepsOut(Offenders.banned(0)));
        Duration time = trial.since(start);
        for (int i = 1; i < trial.bans(); i += 1 + trial.bans() / 100) {
            if (!proxy.keepsOut(Offenders.banned(i))) {
                throw new BenchException(
                        Offenders.banned(i) + " was banned before the proxy was killed, and is not now");
            }
        }
        proxy.kill();
        return time;
    }

    /** Milliseconds from the reply to the last offence until a command was refused: one round trip if it was the next. */
    private List<Double> delays(JailTrial trial, Proxy proxy, ScriptedUpstream upstream) throws BenchException {
        List<Double> millis = new ArrayList<>();
        for (int round = 0; round < trial.rounds(); round++) {
            String address = Offenders.offending(round);
            try (RawClient client = proxy.client(address)) {
                client.expect("220 ")
                        .command("EHLO client.example.org", "250")
                        .command("MAIL FROM:<sender@example.org>", "250 ");
                for (int guess = 0; guess < Offenders.OFFENCES; guess++) {
                    client.command("RCPT TO:<guess" + guess + "@example.jp>", "550 ");
                }
                Instant offended = trial.clock().instant();
                for (int more = 0; !client.command(ONE_MORE).startsWith("421 "); more++) {
                    late += more == 0 ? 1 : 0;
                    if (more > MOST_COMMANDS) {
                        throw new BenchException(address + " is not banned at all");
                    }
                }
                millis.add(trial.since(offended).toNanos() / 1e6);
            }
            if (!proxy.keepsOut(address)) {
                throw new BenchException(address + " is not kept out, though it was banned just now");
            }
        }
        if (late == 0
                && upstream.talks().stream().anyMatch(talk -> talk.received().contains(ONE_MORE))) {
            throw new BenchException("the mail server heard of a client that was banned already");
        }
        return millis;
    }

    private static Proxy started(Workbench bench, String configuration, String javaOptions)
            throws IOException, BenchException {
        int port = Workbench.freePort();
        Path file = bench.write("jailed.yaml", configuration.formatted(port));
        return new Proxy(
                bench.start("jailed", Sekisho.command(file, javaOptions)),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** With a place for the port. */
    private static String configuration(Workbench bench, Path state, int upstream, Endpoint dns) {
        return """
                hostName: mx.example.com
                listeners:
                  - name: mx
                    address: 127.0.0.1:%%d
                    service: inbound
                    tls: {mode: "off"}
                    proxyProtocol: {from: [127.0.0.0/8]}
                upstream: {addresses: ["127.0.0.1:%1$d"], identity: none, tls: "off"}
                dns: {servers: ["%6$s"]}
                rules: {profile: observe}
                jails: {%2$s: {mode: enforce, maxRetry: %3$d, findTime: 5m, banTime: 1h}}
                state: {directory: %4$s}
                admin: {enabled: false}
                log: {file: %5$s}
                """.formatted(
                upstream, JAIL, Offenders.OFFENCES, state, bench.folder().resolve("sekisho.log"), dns);
    }

    private static void fill(JailTrial trial, Path state) throws IOException {
        try (EmbeddedStore store = EmbeddedStore.open(state, trial.clock())) {
            BanList bans = new BanList(store, trial.clock());
            Semaphore free = new Semaphore(AT_ONCE);
            for (int i = 0; i < trial.bans(); i++) {
                free.acquireUninterruptibly();
                var unused = bans.impose(ban(Offenders.banned(i), trial.clock().instant()))
                        .whenComplete((kept, failure) -> free.release());
            }
            free.acquireUninterruptibly(AT_ONCE);
        }
    }

    private static Ban ban(String address, Instant now) {
        return new Ban(
                Network.parse(address),
                JAIL,
                now,
                Optional.of(now.plus(Duration.ofHours(1))),
                Ban.SEKISHO,
                Offenders.OFFENCES,
                0,
                Offenders.logLines(address, now),
                Response.REFUSE);
    }
}
