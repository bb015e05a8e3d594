package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.event.SessionEvent.Outcome;
import org.sekisho.event.SessionEvent.SessionEnded;
import org.sekisho.event.SessionEvent.TransactionEnded;
import org.sekisho.net.io.Transport;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.Limits;
import org.sekisho.settings.ListenerSettings;
import org.sekisho.settings.TlsSettings;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;
import org.sekisho.testing.TestAuthority;

/** Thousands of sessions that end anywhere leave nothing behind (bug 16, bug 19, bug 50). Seeds are fixed. */
class AbortStormTest {
    private static final Limits MANY = new Limits(2_000, 2_000, 1_000, 20, 1_000_000);
    private static final String SESSION =
            "EHLO client.test\r\nMAIL FROM:<a@client.test>\r\nRCPT TO:<b@example.test>\r\n"
                    + "RCPT TO:<c@example.test>\r\nDATA\r\nSubject: test\r\n\r\n" + ("x".repeat(70) + "\r\n").repeat(20)
                    + ".\r\nMAIL FROM:<d@client.test>\r\nRCPT TO:<e@example.test>\r\nBDAT 10\r\n01234567\r\nBDAT 0 LAST\r\nQUIT\r\n";

    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final ProxyFixture proxy = new ProxyFixture(upstream).limits(MANY);
    private final ExecutorService clients = Executors.newFixedThreadPool(16);

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        clients.shutdownNow();
        proxy.close();
    }

    private static long descriptors() {
        String[] open = Path.of("/proc/self/fd").toFile().list();
        return open == null ? 0 : open.length;
    }

    private static long directMemory() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    private interface Visit {
        void make(Random random);
    }

    private void make(int count, int seed, Visit visit) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            Random random = new Random(seed * 1_000_000L + i);
            clients.execute(() -> {
                try {
                    visit.make(random);
                } catch (UncheckedIOException cut) {
                    // The proxy was first to close: as good an end as any.
                }
            });
        }
        clients.shutdown();
        assertThat(clients.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    /** Sends the session up to a random octet, in one or two pieces, and leaves. */
    private void abort(Random random) {
        RawClient client = proxy.connect();
        String sent = SESSION.substring(0, random.nextInt(SESSION.length()));
        int cut = random.nextInt(sent.length() + 1);
        if (random.nextBoolean()) {
            client.expect("220");
        }
        client.send(sent.substring(0, cut)).send(sent.substring(cut));
        leave(client, random);
    }

    private static void leave(RawClient client, Random random) {
        switch (random.nextInt(3)) {
            case 0 -> client.reset();
            case 1 -> client.close();
            default -> {
                client.halfClose().rest();
                client.close();
            }
        }
    }

    private void nothingIsLeft(int sessions, long descriptorsBefore, long memoryBefore) {
        Await.until(
                "every session has ended",
                () -> proxy.events().stream()
                                .filter(SessionEnded.class::isInstance)
                                .count()
                        >= sessions);
        Await.until("no upstream connection stays", () -> upstream.open() == 0);
        Await.until("descriptors are back at " + descriptorsBefore, () -> descriptors() <= descriptorsBefore + 4);
        assertThat(directMemory() - memoryBefore).isLessThan(16L * 1_024 * 1_024);
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void twoThousandAbortsLeaveNothing(String transport) throws Exception {
        proxy.transport(transport.equals("nio") ? Transport.nio() : Transport.best())
                .start();
        proxy.clientWithRecipient().command("QUIT", "221").close();
        long descriptors = descriptors();
        long memory = directMemory();
        make(1_000, transport.hashCode(), this::abort);
        nothingIsLeft(1_001, descriptors, memory);
        everyMessageIsAccountedFor();
    }

    /** What the upstream took is reported as taken, and nothing else; no part of a message became a whole one. */
    private void everyMessageIsAccountedFor() {
        long taken = upstream.talks().stream()
                .mapToLong(talk -> talk.messages().size())
                .sum();
        long reported = proxy.events().stream()
                .filter(TransactionEnded.class::isInstance)
                .map(TransactionEnded.class::cast)
                .filter(ended -> ended.outcome() == Outcome.ACCEPTED || ended.outcome() == Outcome.ACCEPTED_UNTOLD)
                .count();
        assertThat(reported).isEqualTo(taken);
        assertThat(upstream.talks())
                .allSatisfy(talk -> assertThat(talk.messages())
                        .allMatch(message -> message.equals("01234567\r\n") || message.endsWith("x\r\n")));
    }

    @Test
    void abortsBeforeAndDuringTlsLeaveNothing() throws Exception {
        TestAuthority authority = new TestAuthority(directory);
        TestAuthority.Issued issued = authority.issue("localhost");
        TlsSettings tls = new TlsSettings(
                TlsSettings.Mode.STARTTLS, Optional.of(issued.certificate()), Optional.of(issued.key()), false);
        proxy.settings(was -> was.withListeners(List.of(new ListenerSettings(
                        ProxyFixture.LISTENER,
                        new Endpoint("127.0.0.1", 0),
                        ListenerSettings.Service.INBOUND,
                        tls,
                        List.of()))))
                .start();
        long descriptors = descriptors();
        long memory = directMemory();
        make(300, 11, random -> {
            RawClient client = proxy.client().command("STARTTLS", "220");
            switch (random.nextInt(4)) {
                case 0 -> client.send("\u0016\u0003\u0001\u0002\0\u0001".substring(0, random.nextInt(6)));
                case 1 -> client.send("EHLO in.the.clear\r\n");
                case 2 -> client.startTls(authority.trustingContext(), "localhost");
                default ->
                    client.startTls(authority.trustingContext(), "localhost")
                            .send(SESSION.substring(0, random.nextInt(SESSION.length())));
            }
            client.reset();
        });
        nothingIsLeft(300, descriptors, memory);
    }

    @Test
    void anUpstreamThatResetsAnywhereLeavesNothing() throws Exception {
        proxy.start();
        Random random = new Random(13);
        for (String verb : new String[] {"GREETING", "EHLO", "MAIL", "RCPT", "DATA", ".", "QUIT"}) {
            ScriptedUpstream.Answer usual = (talk, command) -> switch (verb) {
                case "GREETING" -> "220 upstream.test\r\n";
                case "DATA" -> "354 Go\r\n";
                default -> "250 Ok\r\n";
            };
            upstream.on(verb, (talk, command) -> {
                synchronized (random) {
                    return switch (random.nextInt(24)) {
                        case 0 -> talk.reset();
                        case 1 -> talk.close();
                        case 2 -> "421 4.3.2 Bye\r\n";
                        case 3 -> "what?\r\n";
                        default -> usual.to(talk, command);
                    };
                }
            });
        }
        long descriptors = descriptors();
        long memory = directMemory();
        make(600, 17, visitor -> {
            RawClient client = proxy.connect();
            client.send(SESSION).halfClose().rest();
            client.close();
        });
        nothingIsLeft(600, descriptors, memory);
    }
}
