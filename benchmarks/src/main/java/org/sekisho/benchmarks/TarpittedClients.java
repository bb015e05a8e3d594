package org.sekisho.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Suspects, each from a /24 of its own, who have sent RCPT and wait for the reply. */
final class TarpittedClients implements AutoCloseable {
    private static final int READ_LIMIT_MILLIS = 30_000;

    /** Makes a connected socket what the listener expects. */
    @FunctionalInterface
    interface Wrapping {
        Socket wrap(Socket connected) throws IOException;

        Wrapping NONE = connected -> connected;
    }

    private final List<Socket> sockets = new ArrayList<>();

    static TarpittedClients open(int port, int count, Wrapping wrapping) throws IOException, BenchException {
        TarpittedClients clients = new TarpittedClients();
        try {
            for (int i = 0; i < count; i++) {
                clients.open(port, new byte[] {127, (byte) (1 + i / 250), (byte) (i % 250), 1}, wrapping);
            }
        } catch (IOException | BenchException e) {
            clients.close();
            throw e;
        }
        return clients;
    }

    private void open(int port, byte[] source, Wrapping wrapping) throws IOException, BenchException {
        Socket plain = new Socket();
        sockets.add(plain);
        plain.setSoTimeout(READ_LIMIT_MILLIS);
        plain.setTcpNoDelay(true);
        plain.bind(new InetSocketAddress(InetAddress.getByAddress(source), 0));
        plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), READ_LIMIT_MILLIS);
        Socket socket = wrapping.wrap(plain);
        sockets.set(sockets.size() - 1, socket);
        // Its buffer goes with it: what the client needs does not count, but there are many.
        BufferedReader replies =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII), 512);
        expectOk(replies, socket);
        for (String command : List.of("HELO client.example.net", "MAIL FROM:<a@domain1.example>")) {
            send(socket, command);
            expectOk(replies, socket);
        }
        send(socket, "RCPT TO:<user1@example.com>");
    }

    private static void send(Socket socket, String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static void expectOk(BufferedReader replies, Socket socket) throws IOException, BenchException {
        String line = replies.readLine();
        if (line == null || line.charAt(0) != '2') {
            throw new BenchException("the client " + socket.getLocalSocketAddress() + " was told '" + line + "'");
        }
    }

    /** Fails unless each of them still waits: a figure counts only if all were held to the end. */
    void requireHeld() throws IOException, BenchException {
        for (Socket each : sockets) {
            each.setSoTimeout(1);
            InputStream in = each.getInputStream();
            Optional<String> heard = heard(in);
            if (heard.isPresent()) {
                throw new BenchException(
                        "the client " + each.getLocalSocketAddress() + " was not held, but got " + heard.get());
            }
        }
    }

    /** What came at once; a client that waits hears nothing. */
    private static Optional<String> heard(InputStream in) throws IOException {
        try {
            return Optional.of(in.read() < 0 ? "closed" : "a reply");
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
