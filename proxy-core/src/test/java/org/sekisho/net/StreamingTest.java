package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sekisho.event.SessionEvent.Outcome;
import org.sekisho.settings.Limits;
import org.sekisho.testing.Background;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/** Large messages and long pipelines: every octet arrives, and memory stays flat (bug 27, bug 34, bug 70, O15). */
class StreamingTest {
    private static final long MEGABYTE = 1_024 * 1_024;
    private static final Limits HUGE = new Limits(10, 10, 10_000, 20, 2_000 * MEGABYTE);
    /** What one session may hold, with much room for the allocator's own chunks. */
    private static final long FLAT = 16 * MEGABYTE;

    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final ProxyFixture proxy = new ProxyFixture(upstream).limits(HUGE);
    private final CRC32 arrived = new CRC32();
    private final AtomicLong octets = new AtomicLong();

    @AfterEach
    void stop() {
        proxy.close();
    }

    /** A megabyte of lines that differ, none of which begins with a dot. */
    private static byte[] block() {
        byte[] block = new byte[(int) MEGABYTE];
        new Random(7).nextBytes(block);
        for (int i = 0; i < block.length; i++) {
            block[i] = (byte) ('a' + (block[i] & 15));
        }
        for (int end = 1_024; end <= block.length; end += 1_024) {
            block[end - 2] = '\r';
            block[end - 1] = '\n';
        }
        return block;
    }

    /** The upstream takes the message, after each piece it does this, and sums up what came. */
    private void summing(Runnable afterPiece) {
        proxy.start();
        upstream.on("DATA", (talk, command) -> {
            talk.send("354 Go\r\n");
            octets.set(talk.skipMessage((buffer, length) -> {
                arrived.update(buffer, 0, length);
                afterPiece.run();
            }));
            return "250 2.0.0 Ok\r\n";
        });
    }

    /** Sends so many blocks and the terminator; returns the checksum of it all. */
    private static long send(RawClient client, int blocks) {
        CRC32 sent = new CRC32();
        byte[] block = block();
        for (int i = 0; i < blocks; i++) {
            client.send(block);
            sent.update(block);
        }
        byte[] end = ".\r\n".getBytes(StandardCharsets.US_ASCII);
        client.send(end);
        sent.update(end);
        return sent.getValue();
    }

    private static long directMemory() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    /** Runs the work and returns how much more direct memory it ever used than there was before. */
    private static long peakDuring(Runnable work) {
        long before = directMemory();
        AtomicLong peak = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> watch = Background.run(() -> {
            while (!over.get()) {
                peak.accumulateAndGet(directMemory() - before, Math::max);
                LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
            }
        });
        try {
            work.run();
        } finally {
            over.set(true);
            watch.join();
        }
        return peak.get();
    }

    @Test
    void relaysAGigabyteInFlatMemory() {
        summing(() -> {});
        RawClient client = proxy.clientInData();
        AtomicLong sent = new AtomicLong();
        long peak = peakDuring(() -> {
            sent.set(send(client, 1_024));
            client.expect("250");
        });
        assertThat(octets).hasValue(1_024 * MEGABYTE);
        assertThat(arrived.getValue()).isEqualTo(sent.get());
        assertThat(peak).isLessThan(FLAT);
    }

    @Test
    void relaysToAnUpstreamThatReadsInBursts() {
        AtomicLong pieces = new AtomicLong();
        summing(() -> {
            if (pieces.incrementAndGet() % 256 == 0) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        });
        RawClient client = proxy.clientInData();
        AtomicLong sent = new AtomicLong();
        long peak = peakDuring(() -> {
            sent.set(send(client, 64));
            client.expect("250");
        });
        assertThat(octets).hasValue(64 * MEGABYTE);
        assertThat(arrived.getValue()).isEqualTo(sent.get());
        assertThat(peak).isLessThan(FLAT);
        assertThat(proxy.transaction().outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(proxy.transaction().bytes()).isEqualTo(64 * MEGABYTE);
    }

    @Test
    void takesAHundredThousandChunksOfOneOctetInFlatMemory() {
        summing(() -> {});
        RawClient client = proxy.clientWithRecipient();
        int chunks = 100_000;
        byte[] some = "BDAT 1\r\nx".repeat(1_000).getBytes(StandardCharsets.US_ASCII);
        AtomicReference<String> replies = new AtomicReference<>("");
        long peak = peakDuring(() -> {
            CompletableFuture<Void> sender = Background.run(() -> {
                for (int i = 0; i < chunks / 1_000; i++) {
                    client.send(some);
                }
                client.send("BDAT 0 LAST\r\nQUIT\r\n");
            });
            replies.set(client.rest());
            sender.join();
        });
        assertThat(replies.get())
                .isEqualTo("250 2.0.0 1 octets received\r\n".repeat(chunks) + "250 2.0.0 Ok\r\n221 2.0.0 Bye\r\n");
        // Our own CRLF ends the message.
        assertThat(octets).hasValue(chunks + 2);
        assertThat(peak).isLessThan(FLAT);
    }

    /** One octet a segment, each in a buffer of its own, before an upstream that reads nothing of it yet. */
    @Test
    void queuesSmallPiecesInFlatMemory() {
        CountDownLatch read = new CountDownLatch(1);
        proxy.start();
        upstream.on("DATA", (talk, command) -> {
            talk.send("354 Go\r\n");
            RelayFaultsTest.awaitLatch(read);
            octets.set(talk.skipMessage());
            return "250 2.0.0 Ok\r\n";
        });
        RawClient client = proxy.clientInData();
        byte[] large = new byte[60_000];
        Arrays.fill(large, (byte) 'x');
        long peak = peakDuring(() -> {
            CompletableFuture<Void> sender = Background.run(() -> {
                for (int i = 0; i < 150; i++) {
                    client.send(large);
                    for (int j = 0; j < 20; j++) {
                        client.send("y");
                    }
                }
                client.send("\r\n.\r\n");
            });
            client.expectSilence(Duration.ofSeconds(1));
            read.countDown();
            sender.join();
            client.expect("250");
        });
        assertThat(octets).hasValue(150 * 60_020 + 2);
        assertThat(peak).isLessThan(FLAT);
    }

    @Test
    void takesFiveThousandRecipientsInOneBurst() {
        int count = 5_000;
        StringBuilder burst = new StringBuilder("MAIL FROM:<a@client.test>\r\n");
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String line = "RCPT TO:<recipient-" + i + "@example" + i % 7 + ".test>\r\n";
            burst.append(line);
            expected.append(line);
        }
        RawClient client = proxy.client();
        // Nothing is read before everything has been sent: both sides writing must not be a deadlock.
        client.send(burst + "DATA\r\n").expect("250");
        for (int i = 0; i < count; i++) {
            client.expect("250");
        }
        client.expect("354").send("x\r\n.\r\n").expect("250");
        assertThat(upstream.talkWith("RCPT").received()).contains(expected);
        assertThat(proxy.transaction().recipients()).hasSize(count);
    }

    @Test
    void aSlowReaderOfRepliesGetsThemAll() {
        proxy.limits(new Limits(10, 10, 10_000, 10_000_000, 65_536));
        RawClient client = proxy.client();
        int count = 120_000;
        CompletableFuture<Void> sender =
                Background.run(() -> client.send("WHAT IS THIS\r\n".repeat(count) + "QUIT\r\n"));
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        assertThat(client.rest()).isEqualTo("500 5.5.2 Command not recognised\r\n".repeat(count) + "221 2.0.0 Bye\r\n");
        sender.join();
    }
}
