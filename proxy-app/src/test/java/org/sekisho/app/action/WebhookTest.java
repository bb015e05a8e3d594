package org.sekisho.app.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.testing.Await;

final class WebhookTest {
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> credentials = new CopyOnWriteArrayList<>();
    private final HttpServer service;
    private int status = 204;

    @TempDir
    private Path folder;

    WebhookTest() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/bans", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            credentials.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
    }

    @BeforeEach
    void start() {
        service.start();
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @Test
    void postsTheBanAsJson() throws Exception {
        webhook(Optional.empty()).take(List.of(Bans.banned(Bans.HARVESTER)));

        assertThat(bodies)
                .containsExactly(
                        "{\"event\":\"ban\",\"ip\":\"192.0.2.7\",\"jail\":\"harvest\",\"time\":\"2027-01-04T12:00:00Z\","
                                + "\"since\":\"2027-01-04T12:00:00Z\",\"until\":\"2027-01-04T13:00:00Z\","
                                + "\"by\":\"sekisho\",\"failures\":3,\"times\":1,\"evidence\":["
                                + "\"2027-01-04T11:59:58Z unknown user <a@example.net> to <x@example.org>\","
                                + "\"2027-01-04T11:59:59Z unknown user <a@example.net> to <\\u001B[2Jy@example.org>\"]}");
        assertThat(credentials).containsExactly("null");
    }

    @Test
    void tellsWhoEndedABan() throws Exception {
        webhook(Optional.empty()).take(List.of(Bans.unbanned(Bans.HARVESTER)));

        assertThat(bodies.get(0)).contains("\"event\":\"unban\"", "\"why\":\"operator alice\"");
    }

    @Test
    void showsItsToken() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "s3cret\n");
        webhook(Optional.of(token)).take(List.of(Bans.banned(Bans.HARVESTER)));

        assertThat(credentials).containsExactly("Bearer s3cret");
    }

    @Test
    void namesTheTokenFileThatIsNotThere() {
        Path missing = folder.resolve("missing");
        Webhook webhook = webhook(Optional.of(missing));

        assertThatThrownBy(() -> webhook.take(List.of(Bans.banned(Bans.HARVESTER))))
                .hasMessage(missing + " does not exist (actions.webhook.tokenFile)");
    }

    @Test
    void anythingButSuccessIsAFailure() {
        status = 302;
        Webhook webhook = webhook(Optional.empty());

        assertThatThrownBy(() -> webhook.take(List.of(Bans.banned(Bans.HARVESTER))))
                .isInstanceOf(IOException.class)
                .hasMessage("127.0.0.1 answered 302");
    }

    @Test
    void aRestoredBanIsNoNews() {
        assertThat(webhook(Optional.empty()).wants(Bans.restored(Bans.HARVESTER)))
                .isFalse();
    }

    private Webhook webhook(Optional<Path> tokenFile) {
        WebhookSettings settings = new WebhookSettings(
                Optional.of("http://127.0.0.1:" + service.getAddress().getPort() + "/bans"), tokenFile, limit());
        return new Webhook(settings.uri().orElseThrow(), settings);
    }

    private static Duration limit() {
        return Await.LIMIT;
    }
}
