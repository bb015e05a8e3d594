package org.sekisho.app.postfix;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** An OAuth 2.0 server that knows one token and whose it is, as Dovecot asks it ({@code tokeninfo_url}). */
final class TokenServer implements AutoCloseable {
    private final String account;
    private final String token;
    private final HttpServer server;

    TokenServer(String account, String token) {
        this.account = account;
        this.token = token;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** For {@code dovecot-oauth2.conf.ext}. */
    String settings() {
        return "tokeninfo_url = http://127.0.0.1:" + server.getAddress().getPort() + "/tokeninfo?access_token=\n"
                + "username_attribute = email\n";
    }

    private void answer(HttpExchange exchange) throws IOException {
        boolean known =
                ("access_token=" + token).equals(exchange.getRequestURI().getQuery());
        String json = known ? "{\"email\":\"" + account + "\"}" : "{\"error\":\"invalid_token\"}";
        byte[] octets = json.getBytes(StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(known ? 200 : 401, octets.length);
        exchange.getResponseBody().write(octets);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
