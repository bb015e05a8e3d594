package org.sekisho.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekisho.app.pseudonym.Names;
import org.sekisho.event.SessionEvent;
import org.sekisho.event.SessionEvent.AuthenticationEnded;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.event.SessionEvent.Outcome;
import org.sekisho.event.SessionEvent.Recipient;
import org.sekisho.event.SessionEvent.SessionEnded;
import org.sekisho.event.SessionEvent.TransactionEnded;
import org.sekisho.smtp.Reply;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class EventLineTest {
    private static final Reply OK = Reply.of(250, "2.1.5", "Ok");

    @Test
    void writesASessionAsText() {
        assertThat(text(session("mx.example.net")))
                .isEqualTo(" session=a1 listener=mx client=192.0.2.7 port=40000 helo=mx.example.net"
                        + " tls=\"TLSv1.3 TLS_AES_128_GCM_SHA256\" cause=client_left commands=5 transactions=1 errors=2"
                        + " in=1234 out=567 start=2026-11-21T10:00:00.000Z duration=61.005");
    }

    @Test
    void writesATransactionAsText() {
        assertThat(text(transaction("a@example.org", List.of(new Recipient("b@example.jp", Optional.of(OK))))))
                .isEqualTo(" session=a1 number=1 listener=mx client=192.0.2.7 helo=mx.example.net account=joe"
                        + " from=a@example.org recipients=1 to=b@example.jp to_reply=\"250 2.1.5 Ok\" outcome=accepted"
                        + " reply=\"250 2.0.0 queued as 4BC\" upstream=127.0.0.1:25"
                        + " upstream_reply=\"250 2.0.0 queued as 4BC\" bytes=4096 duration=0.250 upstream_time=0.007");
    }

    @Test
    void writesATransactionAsJson() {
        JsonNode line = json(transaction("a@example.org", List.of(new Recipient("b@example.jp", Optional.of(OK)))));

        assertThat(line.path("to").path(0).path("address").asString()).isEqualTo("b@example.jp");
        assertThat(line.path("to").path(0).path("reply").asString()).isEqualTo("250 2.1.5 Ok");
        assertThat(line.path("bytes").asLong()).isEqualTo(4096);
        assertThat(line.path("upstream_time").asDouble()).isEqualTo(0.007);
    }

    @Test
    void listsAtMostTwentyRecipientsAndTheirNumber() {
        TransactionEnded many = transaction(
                "a@example.org", Collections.nCopies(1_000, new Recipient("b@example.jp", Optional.of(OK))));

        assertThat(text(many).split(" to=", -1)).hasSize(21);
        assertThat(text(many)).contains(" recipients=1000 ");
        assertThat(json(many).path("to").size()).isEqualTo(20);
    }

    @Test
    void writesAnEmptyListOfRecipientsAsJson() {
        assertThat(json(transaction("", List.of())).path("to").isEmpty()).isTrue();
    }

    @Test
    void writesAnAuthentication() {
        assertThat(text(new AuthenticationEnded(
                        "a1",
                        "submission",
                        "192.0.2.7",
                        "PLAIN",
                        Optional.of("joe"),
                        Optional.empty(),
                        Reply.of(535, "5.7.8", "No"))))
                .isEqualTo(" session=a1 listener=submission client=192.0.2.7 mechanism=PLAIN account=joe"
                        + " reply=\"535 5.7.8 No\"");
    }

    /** A12. */
    @Test
    void tellsWhomALoginWantsToActAs() {
        assertThat(text(new AuthenticationEnded(
                        "a1",
                        "submission",
                        "192.0.2.7",
                        "PLAIN",
                        Optional.of("joe"),
                        Optional.of("boss"),
                        Reply.of(235, "2.7.0", "Ok"))))
                .contains(" account=joe authorized_as=boss ");
    }

    /** What a stranger may send, and what the log may show of it. */
    static List<List<String>> strangers() {
        return List.of(
                List.of("plain.example", "plain.example"),
                List.of("", "\"\""),
                List.of("a b", "\"a b\""),
                List.of("x cause=quit", "\"x cause=quit\""),
                List.of("x=y", "\"x=y\""),
                List.of("say \"hi\"", "\"say \\\"hi\\\"\""),
                List.of("\" cause=quit x=\"", "\"\\\" cause=quit x=\\\"\""),
                List.of("back\\slash", "\"back\\\\slash\""),
                List.of("\\\" cause=quit", "\"\\\\\\\" cause=quit\""),
                List.of(
                        "a\r\n2026-11-21T10:00:00.000Z INFO session",
                        "\"a\\r\\n2026-11-21T10:00:00.000Z INFO session\""),
                List.of("tab\there", "\"tab\\there\""),
                List.of("\u001b[31mred\u001b[0m", "\"\\u001b[31mred\\u001b[0m\""),
                List.of("\0\b\u007f", "\"\\u0000\\u0008\\u007f\""),
                List.of("next\u0085line\u2028par\u2029", "\"next\\u0085line\\u2028par\\u2029\""),
                List.of("\u009b31m", "\"\\u009b31m\""),
                List.of("\u202egpj.exe", "\"\\u202egpj.exe\""),
                List.of("zero\u200bwidth\ufeff", "\"zero\\u200bwidth\\ufeff\""),
                List.of("half \ud83d surrogate", "\"half \\ud83d surrogate\""),
                List.of("\udc00", "\"\\udc00\""),
                List.of("tag\udb40\udc41", "\"tag\\udb40\\udc41\""),
                List.of("関所.example", "\"関所.example\""),
                List.of("\ud83d\ude00@example.org", "\"\ud83d\ude00@example.org\""),
                List.of("%n %s ${jndi:ldap://x} {}", "\"%n %s ${jndi:ldap://x} {}\""),
                List.of("a".repeat(300), "a".repeat(300)),
                List.of("a".repeat(301), "\"" + "a".repeat(300) + "...\""),
                List.of("a".repeat(299) + "\ud83d\ude00!", "\"" + "a".repeat(299) + "...\""));
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void showsAStrangersStringInItsPlaceOnly(List<String> row) {
        String expected = text(session("HERE")).replace("HERE", row.get(1));

        assertThat(text(session(row.get(0)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void keepsAStrangersStringInOneJsonValue(List<String> row) {
        String sent = row.get(0);
        String shown = json(session(sent)).path("helo").asString();

        assertThat(shown.length() > 300 || sent.length() > 300 ? shown.substring(0, 299) : shown)
                .isEqualTo(sent.substring(0, Math.min(sent.length(), sent.length() > 300 ? 299 : 300)));
        assertThat(line(session(sent), new StringBuilder("{\"event\":\"x\"")).chars())
                .allMatch(c -> c >= ' ' && c != 0x7f && c != 0x85 && c != 0x2028 && c != 0x202e);
    }

    private static String text(SessionEvent event) {
        StringBuilder line = new StringBuilder();
        new EventLine(event, Names.AS_THEY_ARE).write(new TextFields(line));
        return line.toString();
    }

    private static JsonNode json(SessionEvent event) {
        return new JsonMapper().readTree(line(event, new StringBuilder("{\"event\":\"x\"")));
    }

    private static String line(SessionEvent event, StringBuilder line) {
        new EventLine(event, Names.AS_THEY_ARE).write(new JsonFields(line));
        return line.append('}').toString();
    }

    private static SessionEnded session(String helo) {
        return new SessionEnded(
                "a1",
                "mx",
                "192.0.2.7",
                40_000,
                helo,
                Optional.of("TLSv1.3 TLS_AES_128_GCM_SHA256"),
                Optional.empty(),
                Cause.CLIENT_LEFT,
                5,
                1,
                2,
                1_234,
                567,
                Instant.parse("2026-11-21T10:00:00Z"),
                Duration.ofMillis(61_005));
    }

    private static TransactionEnded transaction(String from, List<Recipient> recipients) {
        Optional<Reply> queued = Optional.of(Reply.of(250, "2.0.0", "queued as 4BC"));
        return new TransactionEnded(
                "a1",
                1,
                "mx",
                "192.0.2.7",
                "mx.example.net",
                Optional.of("joe"),
                from,
                recipients,
                Outcome.ACCEPTED,
                queued,
                Optional.of("127.0.0.1:25"),
                queued,
                4_096,
                Duration.ofMillis(250),
                Duration.ofMillis(7));
    }
}
