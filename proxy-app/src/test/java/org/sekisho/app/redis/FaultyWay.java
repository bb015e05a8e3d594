package org.sekisho.app.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.sekisho.testing.Background;

/** A bad way to a server: it delays, stalls, is cut, loses or breaks in the middle of an answer, as the test says. */
public final class FaultyWay implements AutoCloseable {
    private static final int LARGEST = 65_536;
    private static final Duration STALLED_LOOKS = Duration.ofMillis(5);

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    /** Answers that are broken from now on. */
    private final AtomicInteger cuts = new AtomicInteger();

    private volatile Duration delay = Duration.ZERO;
    private volatile boolean stalled;
    private volatile boolean severed;
    private volatile int passed;
    private volatile double lost;
    private volatile RandomGenerator random = RandomGenerator.getDefault();

    private FaultyWay(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    public static FaultyWay to(RedisServer server) {
        try {
            FaultyWay way = new FaultyWay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server.port());
            var unused = Background.run(way::accept);
            return way;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String uri() {
        return "redis://127.0.0.1:" + listener.getLocalPort();
    }

    /** What goes there and comes back takes so long together. */
    public void delays(Duration both) {
        delay = both.dividedBy(2);
    }

    /** From now on no answer comes through, or all do again, those that wait first. */
    public void stalls(boolean now) {
        stalled = now;
    }

    /** From now on nothing comes through in either direction, or all does again, what waits first. */
    public void severs(boolean now) {
        severed = now;
    }

    /** From now on this share of connections is not made, and of questions and answers is lost, with their connection. */
    public void loses(double share, RandomGenerator chance) {
        random = chance;
        lost = share;
    }

    /**
     * Breaks the connections of the next answers.
     *
     * @param octets so many of each still come through
     */
    public void cutsAnswers(int answers, int octets) {
        passed = octets;
        cuts.set(answers);
    }

    /** Answers that are still to be broken. */
    public int cutsLeft() {
        return cuts.get();
    }

    /** Breaks all connections that there are. */
    public void drops() {
        open.forEach(FaultyWay::close);
    }

    /** How many there have been. */
    public int connections() {
        return connections.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                connections.incrementAndGet();
                if (isLost()) {
                    client.close();
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                var unused = CompletableFuture.allOf(
                        Background.run(() -> carry(client, server, false)),
                        Background.run(() -> carry(server, client, true)));
            } catch (IOException e) {
                // The server is gone, or the test is over.
            }
        }
    }

    private boolean isLost() {
        return lost > 0 && random.nextDouble() < lost;
    }

    private void carry(Socket from, Socket to, boolean answers) {
        byte[] octets = new byte[LARGEST];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(octets); length >= 0; length = in.read(octets)) {
                LockSupport.parkNanos(delay.toNanos());
                while ((severed || (answers && stalled)) && !from.isClosed()) {
                    LockSupport.parkNanos(STALLED_LOOKS.toNanos());
                }
                if (isLost()) {
                    return;
                }
                if (answers && cuts.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    out.write(octets, 0, Math.min(passed, length));
                    return;
                }
                out.write(octets, 0, length);
            }
        } catch (IOException e) {
            // One of them has gone away: so does the other.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        drops();
    }
}
