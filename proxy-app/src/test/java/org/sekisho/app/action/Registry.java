package org.sekisho.app.action;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sekisho.settings.Endpoint;
import org.sekisho.testing.Background;

/** A whois server on loopback that says the same to everybody. */
final class Registry implements AutoCloseable {
    final List<String> queries = new CopyOnWriteArrayList<>();
    private final ServerSocket listener;
    private final byte[] answer;

    private Registry(ServerSocket listener, byte[] answer) {
        this.listener = listener;
        this.answer = answer;
        var unused = Background.run(this::serve);
    }

    static Registry on(String address, int port, String answer) {
        return on(address, port, answer.getBytes(StandardCharsets.UTF_8));
    }

    static Registry on(String address, int port, byte[] answer) {
        try {
            return new Registry(new ServerSocket(port, 10, InetAddress.getByName(address)), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Registry saying(String answer) {
        return on("127.0.0.1", 0, answer);
    }

    Endpoint address() {
        return new Endpoint("127.0.0.1", listener.getLocalPort());
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                queries.add(
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))
                                .readLine());
                client.getOutputStream().write(answer);
            } catch (SocketException e) {
                // Closed by the test, or by a client that has had enough.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
