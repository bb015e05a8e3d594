package org.sekisho.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Suspects, each from a /24 of its own, who have sent RCPT and wait for the reply. */
final class TarpittedClients implements AutoCloseable {
    /** So much of an unexpected reply is shown. */
    private static final int REPLY_SEEN = 20;

    private static final int READ_LIMIT_MILLIS = 30_000;

    /** Makes a connected socket what the listener expects. */
    @FunctionalInterface
    interface Wrapping {
        Socket wrap(Socket connected) throws IOException;

        Wrapping NONE = connected -> connected;
    }

    /** The greeting of a suspect comes late, too: so many come at once. */
    private static final int COMING = 500;

    private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());

    /**
     * Opens them all.
     *
     * @param first whose number the first one has; who has been there once and left is not made to wait again
     */
    static TarpittedClients open(int port, int first, int count, Wrapping wrapping)
            throws IOException, InterruptedException, BenchException {
        TarpittedClients clients = new TarpittedClients();
        ExecutorService doors = Executors.newFixedThreadPool(Math.min(COMING, count));
        try {
            List<Future<?>> coming = new ArrayList<>(count);
            for (int i = first; i < first + count; i++) {
                byte[] source = {127, (byte) (1 + i / 250), (byte) (i % 250), 1};
                coming.add(doors.submit(() -> clients.open(port, source, wrapping)));
            }
            for (Future<?> each : coming) {
                each.get();
            }
            return clients;
        } catch (ExecutionException e) {
            clients.close();
            throw new BenchException("a client that was to be held could not come: " + e.getCause());
        } finally {
            doors.shutdownNow();
        }
    }

    private Socket open(int port, byte[] source, Wrapping wrapping) throws IOException, BenchException {
        Socket plain = new Socket();
        plain.setSoTimeout(READ_LIMIT_MILLIS);
        plain.setTcpNoDelay(true);
        plain.bind(new InetSocketAddress(InetAddress.getByAddress(source), 0));
        plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), READ_LIMIT_MILLIS);
        Socket socket = wrapping.wrap(plain);
        sockets.add(socket);
        // There are many: the usual 8 KiB each would be too much.
        BufferedReader replies =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII), 512);
        expectOk(replies, socket);
        for (String command : List.of("HELO client.example.net", "MAIL FROM:<a@domain1.example>")) {
            send(socket, command);
            expectOk(replies, socket);
        }
        send(socket, "RCPT TO:<user1@example.com>");
        return socket;
    }

    private static void send(Socket socket, String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static void expectOk(BufferedReader replies, Socket socket) throws IOException, BenchException {
        String line;
        do {
            line = replies.readLine();
            if (line == null || line.length() < 3 || line.charAt(0) != '2') {
                throw new BenchException("the client " + socket.getLocalSocketAddress() + " was told '" + line + "'");
            }
        } while (line.length() > 3 && line.charAt(3) == '-');
    }

    /** Fails unless each of them still waits: a figure counts only if all were held to the end. */
    void requireHeld() throws IOException, BenchException {
        for (Socket each : sockets) {
            each.setSoTimeout(1);
            Optional<String> heard = heard(each);
            if (heard.isPresent()) {
                throw new BenchException(
                        "the client " + each.getLocalSocketAddress() + " was not held, but told '" + heard.get() + "'");
            }
        }
    }

    /** What came at once, or nothing where it was closed; a client that waits hears nothing. */
    private static Optional<String> heard(Socket socket) throws IOException {
        try {
            byte[] reply = new byte[REPLY_SEEN];
            int length = socket.getInputStream().read(reply);
            return Optional.of(new String(reply, 0, Math.max(0, length), StandardCharsets.US_ASCII));
        } catch (SocketTimeoutException waits) {
            return Optional.empty();
        }
    }

    int count() {
        return sockets.size();
    }

    @Override
    public void close() throws IOException {
        for (Socket each : sockets) {
            each.close();
        }
    }
}
