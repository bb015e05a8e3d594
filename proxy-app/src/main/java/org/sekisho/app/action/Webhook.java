package org.sekisho.app.action;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sekisho.app.decision.Json;
import org.sekisho.rules.jail.Ban;
import org.sekisho.rules.jail.BanEvent;

/** Tells a web service, one POST an event. */
final class Webhook implements BanAction {
    /** Beyond the request's own limit. */
    static final Duration GRACE = Duration.ofSeconds(5);

    private final URI uri;
    private final WebhookSettings settings;
    private final HttpClient http;

    Webhook(URI uri, WebhookSettings settings) {
        this.uri = uri;
        this.settings = settings;
        http = HttpClient.newBuilder()
                .connectTimeout(settings.timeout())
                // Elsewhere, the token would be told to whom it is not for.
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** What is sent, with the names of its components. */
    private record Body(
            String event,
            String ip,
            String jail,
            Instant time,
            Instant since,
            Optional<Instant> until,
            String by,
            int failures,
            int times,
            Optional<String> why,
            List<String> evidence) {
        static Body of(BanEvent event) {
            Ban ban = event.ban();
            return new Body(
                    event instanceof BanEvent.Banned ? "ban" : "unban",
                    ban.subject().toString(),
                    ban.jail(),
                    event.time(),
                    ban.since(),
                    ban.until(),
                    ban.by(),
                    ban.failures(),
                    ban.times(),
                    event instanceof BanEvent.Unbanned unbanned ? Optional.of(unbanned.why()) : Optional.empty(),
                    ban.evidence());
        }
    }

    @Override
    public String name() {
        return "webhook";
    }

    /** Of a restored ban the service has been told when it was new (fail2ban's norestored). */
    @Override
    public boolean wants(BanEvent event) {
        return event instanceof BanEvent.Unbanned || (event instanceof BanEvent.Banned banned && !banned.restored());
    }

    @Override
    public void take(List<BanEvent> events) throws IOException, InterruptedException {
        for (BanEvent event : events) {
            send(Json.MAPPER.writeValueAsBytes(Body.of(event)));
        }
    }

    private void send(byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(settings.timeout())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (settings.tokenFile().isPresent()) {
            request.header(
                    "Authorization", "Bearer " + token(settings.tokenFile().get()));
        }
        HttpResponse<Void> response;
        try {
            response = http.send(request.build(), HttpResponse.BodyHandlers.discarding());
        } catch (HttpTimeoutException e) {
            throw new IOException(
                    uri.getHost() + " did not answer within "
                            + settings.timeout().toSeconds() + " s",
                    e);
        } catch (IOException e) {
            throw new IOException(uri.getHost() + " cannot be reached: " + e, e);
        }
        if (response.statusCode() / 100 != 2) {
            throw new IOException(uri.getHost() + " answered " + response.statusCode());
        }
    }

    private static String token(Path file) throws IOException {
        try {
            String token = Files.readString(file).strip();
            if (!token.matches("[\\x21-\\x7e]+")) {
                throw new IOException(file + " holds no token: write one line of printable ASCII without spaces");
            }
            return token;
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist (actions.webhook.tokenFile)", e);
        }
    }
}
