package org.sekisho.app.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.app.audit.AuditEntry;
import org.sekisho.app.audit.AuditLog;
import org.sekisho.app.feed.Feed;
import org.sekisho.app.pseudonym.Names;
import org.sekisho.settings.Endpoint;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.LogCapture;
import org.sekisho.testing.ManualTime;

/** Who is let in at the admin endpoint, and how often; the clock stands still unless a test turns it. */
final class DoorTest {
    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ManualTime time = new ManualTime();
    private AuditLog audit;
    private AdminServer server;
    private AdminToken token;

    @BeforeEach
    void start() throws IOException {
        audit = new AuditLog(directory, time, () -> "c0ffee", () -> 7, Names.AS_THEY_ARE);
        token = AdminToken.readOrMake(directory, new SecureRandom());
        Desks desks = QuietDesks.on(new MemoryStore(time), audit, new Feed(time), time);
        server = AdminServer.start(new Endpoint("127.0.0.1", 0), new Doorkeeper(token, audit, time), desks);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        audit.close();
    }

    private HttpResponse<String> ping(String authorization) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v1/ping"))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", authorization)
                .build();
        return send(request);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> right() {
        return ping("Bearer " + token.value());
    }

    private HttpResponse<String> wrong() {
        return ping("Bearer 0123456789abcdef0123456789abcdef");
    }

    private void wrong(int times) {
        for (int n = 0; n < times; n++) {
            wrong();
        }
    }

    private List<String> audited() throws IOException {
        // What was added last is written before this.
        audit.append(new AuditEntry("test", "end", "", ""))
                .toCompletableFuture()
                .join();
        return Files.readAllLines(directory.resolve("audit.log")).stream()
                .filter(line -> line.contains("wrong token"))
                .toList();
    }

    @Test
    void aRequestWithoutATokenIsToldWhatToSay() {
        HttpResponse<String> answer = ping("");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(answer.body()).contains("admin-token in state.directory");
    }

    @Test
    void whoGuessesTenTimesWaitsForAMinute() {
        wrong(WrongTokens.MOST - 1);
        assertThat(wrong().statusCode()).isEqualTo(401);

        HttpResponse<String> answer = wrong();
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("60");
        assertThat(answer.body()).contains("too many requests without the token from 127.0.0.1; try again in 60 s");

        time.advance(Duration.ofMinutes(1));
        assertThat(wrong().statusCode()).isEqualTo(401);
    }

    @Test
    void whoGuessesDoesNotKeepTheOperatorOut() {
        wrong(WrongTokens.MOST + 1);

        assertThat(right().statusCode()).isEqualTo(200);
    }

    @Test
    void tooManyRequestsInASecondArePutOffForTheRestOfIt() {
        for (int n = 0; n < Doorkeeper.MOST_OF_ONE; n++) {
            assertThat(right().statusCode()).isEqualTo(200);
        }

        HttpResponse<String> answer = right();
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        time.advance(Duration.ofSeconds(1));
        assertThat(right().statusCode()).isEqualTo(200);
    }

    @Test
    void wrongTokensAreInTheAuditOnceAMinuteWithTheirNumber() throws IOException {
        try (LogCapture log = new LogCapture(WrongTokens.class.getName())) {
            wrong(12);
            assertThat(audited())
                    .singleElement()
                    .asString()
                    .contains("\"subject\":\"127.0.0.1\",\"why\":\"1 request without the admin token\"");
            time.advance(Duration.ofMinutes(1));
            right();

            assertThat(audited()).hasSize(2).last().asString().contains("11 requests without the admin token");
            assertThat(log.lines()).hasSize(2).last().asString().contains("11 requests", "127.0.0.1");
        }
    }

    @Test
    void theLastWrongTokensAreInTheAuditWhenTheProxyStops() throws IOException {
        wrong(3);
        server.close();

        assertThat(audited()).last().asString().contains("2 requests without the admin token");
    }

    @Test
    void theCommandLineIsToldInWords() throws IOException {
        AdminClient client = AdminClient.of(new Endpoint("127.0.0.1", server.port()), directory, "ann");
        for (int n = 0; n < Doorkeeper.MOST_OF_ONE; n++) {
            client.ping();
        }

        assertThat(catchThrowable(client::ping))
                .hasMessage("too many requests: at most 40 a second from one address, 50 in all; try again in 1 s");
    }
}
