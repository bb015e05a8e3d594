package org.sekisho.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
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
        try {
            int first = socket.getInputStream().read();
            if (first != '2') {
                throw new BenchException("connection " + sockets.size() + " was not greeted but refused");
            }
        } catch (SocketTimeoutException e) {
            throw new BenchException("connection " + sockets.size() + " was not greeted within 10 s");
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
