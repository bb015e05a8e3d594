package org.sekisho.app.admin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.sekisho.app.decision.Explanation;
import org.sekisho.app.decision.Json;
import org.sekisho.app.feed.FeedEvent;
import org.sekisho.app.transfer.Imported;
import org.sekisho.app.transfer.StateExport;
import org.sekisho.app.transfer.TableLine;
import org.sekisho.rules.recipients.RecipientMemory;
import org.sekisho.settings.Endpoint;
import tools.jackson.core.type.TypeReference;

/** Asks a running proxy. Failures are {@link IOException}s with words for whoever sits at the terminal. */
public final class AdminClient {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int LONGEST_PROBLEM = 65_536;

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    private final Endpoint address;
    private final AdminToken token;
    private final String operator;

    private AdminClient(Endpoint address, AdminToken token, String operator) {
        this.address = address;
        this.token = token;
        this.operator = operator;
    }

    /**
     * A client that finds the token beside the state.
     *
     * @param operator who asks, for the audit
     */
    public static AdminClient of(Endpoint address, Path stateDirectory, String operator) throws IOException {
        // A header has room for letters and signs of ASCII only.
        return new AdminClient(address, AdminToken.read(stateDirectory), operator.replaceAll("[^!-~]", ""));
    }

    /** The decision with that reference. */
    public Explanation why(String reference) throws IOException {
        return Json.MAPPER.readValue(get("/v1/decisions/" + encoded(reference)), Explanation.class);
    }

    /** What the running policy would decide. */
    public List<Explanation> explain(Question question) throws IOException {
        String answer = send(request("/v1/explain")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(question))));
        return Json.MAPPER.readValue(answer, new TypeReference<List<Explanation>>() {});
    }

    /** All rules with their counts. */
    public List<RuleLine> rules() throws IOException {
        return Json.MAPPER.readValue(get("/v1/rules"), new TypeReference<List<RuleLine>>() {});
    }

    /** The operators' allow list. */
    public List<Allowed> allowed() throws IOException {
        return Json.MAPPER.readValue(get("/v1/allow"), new TypeReference<List<Allowed>>() {});
    }

    /** Adds an entry to it, or replaces the one with the same subject. */
    public Allowed allow(Allowed.Wish wish) throws IOException {
        return Json.MAPPER.readValue(
                send(request("/v1/allow")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(wish)))),
                Allowed.class);
    }

    /** Removes an entry from it. */
    public Allowed.Removed forgetAllowed(String subject) throws IOException {
        return Json.MAPPER.readValue(
                send(request("/v1/allow?subject=" + encoded(subject)).DELETE()), Allowed.Removed.class);
    }

    /** What is remembered of a recipient. */
    public RememberedRecipient recipient(String address) throws IOException {
        return Json.MAPPER.readValue(get("/v1/recipients/" + encoded(address)), RememberedRecipient.class);
    }

    /** How much is remembered of recipients. */
    public RecipientMemory.Stats recipients() throws IOException {
        return Json.MAPPER.readValue(get("/v1/recipients"), RecipientMemory.Stats.class);
    }

    /** What the clients of an address's network have tried of unknown recipients. */
    public ClientGuesses guesses(String client) throws IOException {
        return Json.MAPPER.readValue(get("/v1/recipients/guesses/" + encoded(client)), ClientGuesses.class);
    }

    /**
     * Forgets an address, a domain ({@code @example.jp}) or {@code all}; answers how many records that was, but for a domain,
     * where nobody counts them.
     */
    public OptionalInt forgetRecipients(String which) throws IOException {
        String answer = send(request("/v1/recipients?which=" + encoded(which)).DELETE());
        Integer forgotten = Json.MAPPER
                .readValue(answer, new TypeReference<Map<String, Integer>>() {})
                .get("forgotten");
        return forgotten == null ? OptionalInt.empty() : OptionalInt.of(forgotten);
    }

    // Nodes

    /** The proxies that share a store. */
    public NodesReport nodes() throws IOException {
        return Json.MAPPER.readValue(get("/v1/nodes"), NodesReport.class);
    }

    /** Has all of them read their configurations again; see {@link #reload}. */
    public List<NodeReloaded> reloadAll(String jail) throws IOException {
        return Json.MAPPER.readValue(
                send(request("/v1/nodes/reload?jail=" + encoded(jail)).POST(HttpRequest.BodyPublishers.noBody())),
                new TypeReference<List<NodeReloaded>>() {});
    }

    // Jails

    /** Whether the proxy answers. */
    public void ping() throws IOException {
        get("/v1/ping");
    }

    /** Whether the state store works, and what rules do while it does not. */
    public StateLine state() throws IOException {
        return Json.MAPPER.readValue(get("/v1/state"), StateLine.class);
    }

    /** What each table holds. */
    public List<TableLine> tables() throws IOException {
        return Json.MAPPER.readValue(get("/v1/state/tables"), new TypeReference<List<TableLine>>() {});
    }

    /** Writes down all records, however long that takes. */
    public void exportState(OutputStream out) throws IOException {
        boolean complete = false;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(stream(request("/v1/state/export").build(), ""), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                complete = StateExport.isEnd(line);
            }
        }
        if (!complete) {
            throw new IOException("the export ended early, and is of no use; the proxy's log tells why");
        }
    }

    /** Has exported records taken in, however long that takes. */
    public Imported importState(Path file, boolean overwrite) throws IOException {
        HttpRequest request = request("/v1/state/import?overwrite=" + overwrite)
                .POST(HttpRequest.BodyPublishers.ofFile(file))
                .build();
        try (InputStream body = stream(request, file + ": ")) {
            return Json.MAPPER.readValue(body, Imported.class);
        }
    }

    /** All jails. */
    public List<JailLine> jails() throws IOException {
        return Json.MAPPER.readValue(get("/v1/jails"), new TypeReference<List<JailLine>>() {});
    }

    /** One jail. */
    public JailLine jail(String name) throws IOException {
        return Json.MAPPER.readValue(get("/v1/jails/" + encoded(name)), JailLine.class);
    }

    /** Changes a jail until it is reloaded. */
    public JailLine change(String jail, JailLine.Change change) throws IOException {
        return Json.MAPPER.readValue(post("/v1/jails/" + encoded(jail), change), JailLine.class);
    }

    /**
     * All bans, or those that hit these addresses.
     *
     * @param jail empty for all
     */
    public List<BanLine> bans(List<String> addresses, String jail) throws IOException {
        return Json.MAPPER.readValue(
                get("/v1/bans?hitting=" + encoded(String.join(",", addresses)) + "&jail=" + encoded(jail)),
                new TypeReference<List<BanLine>>() {});
    }

    /** Bans somebody; it is on the disk when this comes back. */
    public List<BanLine> ban(BanLine.Wish wish) throws IOException {
        return Json.MAPPER.readValue(post("/v1/bans", wish), new TypeReference<List<BanLine>>() {});
    }

    /**
     * Ends bans.
     *
     * @param subjects none for all of them
     * @param jail empty for all
     */
    public Unbanned unban(List<String> subjects, String jail) throws IOException {
        Unbanned.Wish wish = new Unbanned.Wish(subjects, Optional.of(jail).filter(name -> !name.isEmpty()));
        return Json.MAPPER.readValue(post("/v1/bans/end", wish), Unbanned.class);
    }

    /** The files that tell where addresses are. */
    public List<OriginLine> origins() throws IOException {
        return Json.MAPPER.readValue(get("/v1/origins"), new TypeReference<List<OriginLine>>() {});
    }

    // Pseudonyms

    /** Whom a pseudonym means; the token is the one for that. */
    public Revealed reveal(Revealed.Wish wish, String revealToken) throws IOException {
        return Json.MAPPER.readValue(
                send(request("/v1/reveal")
                        .header(RevealRoutes.TOKEN, revealToken)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(wish)))),
                Revealed.class);
    }

    // Events

    /** What has happened last, the oldest first; in a jail only, unless its name is empty. */
    public List<FeedEvent> events(String jail) throws IOException {
        return Json.MAPPER.readValue(get("/v1/events?jail=" + encoded(jail)), new TypeReference<List<FeedEvent>>() {});
    }

    /**
     * Hands over what happens from now on, until it is not wanted any more.
     *
     * @param wanted takes an event, and says whether it wants more
     * @throws IOException when the proxy has stopped, or the connection to it is lost
     */
    public void follow(String jail, Predicate<FeedEvent> wanted) throws IOException {
        HttpRequest request = request("/v1/events?jail=" + encoded(jail))
                .header("Accept", EventRoutes.STREAM)
                .build();
        try (InputStream body = stream(request, "")) {
            new EventStream(body).passTo(wanted);
        }
    }

    // Accounts

    /** All accounts in figures. */
    public AccountsReport accounts() throws IOException {
        return Json.MAPPER.readValue(get("/v1/accounts"), AccountsReport.class);
    }

    /** What is known of an account. */
    public AccountLine account(String name) throws IOException {
        return Json.MAPPER.readValue(get("/v1/accounts/" + encoded(name)), AccountLine.class);
    }

    /** @param all with those that are closed */
    public List<IncidentLine> incidents(boolean all) throws IOException {
        return Json.MAPPER.readValue(get("/v1/incidents?all=" + all), new TypeReference<List<IncidentLine>>() {});
    }

    /** One incident. */
    public IncidentLine incident(String id) throws IOException {
        return Json.MAPPER.readValue(get("/v1/incidents/" + encoded(id)), IncidentLine.class);
    }

    /** Decides about an incident; it is on the disk when this comes back. */
    public IncidentLine act(String id, IncidentLine.Wish wish) throws IOException {
        return Json.MAPPER.readValue(post("/v1/incidents/" + encoded(id), wish), IncidentLine.class);
    }

    /** Complains about an account; empty if that makes no incident. */
    public Optional<IncidentLine> complain(IncidentLine.Complaint complaint) throws IOException {
        String answer = post("/v1/complaints", complaint);
        return answer.equals("{}") ? Optional.empty() : Optional.of(Json.MAPPER.readValue(answer, IncidentLine.class));
    }

    private String post(String path, Object body) throws IOException {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(body))));
    }

    /**
     * Has the proxy read its configuration again.
     *
     * @param jail only this jail's settings; empty for all that there is
     */
    public Reloaded reload(String jail) throws IOException {
        return Json.MAPPER.readValue(
                send(request("/v1/reload?jail=" + encoded(jail)).POST(HttpRequest.BodyPublishers.noBody())),
                Reloaded.class);
    }

    private String get(String path) throws IOException {
        return send(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + address + path))
                .header("Authorization", "Bearer " + token.value())
                .header(Answers.OPERATOR, operator)
                .header("Content-Type", "application/json");
    }

    private String send(HttpRequest.Builder request) throws IOException {
        HttpResponse<String> response =
                exchange(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (response.statusCode() != 200) {
            throw new IOException(problem(response.statusCode(), response.body()));
        }
        return response.body();
    }

    /**
     * An answer that comes bit by bit.
     *
     * @param sent what the proxy may find wrong, put before its words
     */
    private InputStream stream(HttpRequest request, String sent) throws IOException {
        HttpResponse<InputStream> response = exchange(request, HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            try (InputStream body = response.body()) {
                String answer = new String(body.readNBytes(LONGEST_PROBLEM), StandardCharsets.UTF_8);
                String about = response.statusCode() == 400 ? sent : "";
                throw new IOException(about + problem(response.statusCode(), answer));
            }
        }
        return response.body();
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> body) throws IOException {
        try {
            return http.send(request, body);
        } catch (ConnectException e) {
            throw new IOException(
                    "no proxy answers on " + address + " (admin.address); is it running, and with this configuration?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the proxy", e);
        }
    }

    private static String problem(int status, String answer) {
        if (status == 401) {
            return "the proxy does not take this token: another proxy answers there, or its token file was replaced";
        }
        Map<String, String> body = Json.MAPPER.readValue(answer, new TypeReference<Map<String, String>>() {});
        return body.getOrDefault("problem", "the proxy answered " + status);
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
