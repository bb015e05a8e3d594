package org.sekisho.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections that got their greeting and then say nothing. */
final class HeldConnections implements AutoCloseable {
    private static final int READ_LIMIT_MILLIS = 10_000;

    private final List<Socket> sockets = new ArrayList<>();

    /** Each 250 come from addresses of their own, as if from as many clients. */
    static HeldConnections open(int port, int count) throws IOException, BenchException {
        HeldConnections held = new HeldConnections();
        try {
            for (int i = 0; i < count; i++) {
                held.open(port, new byte[] {127, 1, (byte) (i / 250), (byte) (i % 250 + 1)});
            }
        } catch (IOException | BenchException e) {
            held.close();
            throw e;
        }
        return held;
    }

    private void open(int port, byte[] source) throws IOException, BenchException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setSoTimeout(READ_LIMIT_MILLIS);
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(source), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), READ_LIMIT_MILLIS);
        expectOk(socket, "was not greeted");
    }

    /** Fails unless each connection still answers: a figure counts only if all were held to the end. */
    void requireAlive() throws IOException, BenchException {
        for (Socket each : sockets) {
            each.getOutputStream().write("NOOP\r\n".getBytes(StandardCharsets.US_ASCII));
            expectOk(each, "was not held");
        }
    }

    private static void expectOk(Socket socket, String otherwise) throws IOException, BenchException {
        InputStream in = socket.getInputStream();
        int first = in.read();
        if (first != '2') {
            throw new BenchException("the connection from " + socket.getLocalSocketAddress() + " " + otherwise);
        }
        for (int octet = first; octet >= 0 && octet != '\n'; octet = in.read()) {
            // the rest of the line says nothing more
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
