package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.event.SessionEvent.AuthenticationEnded;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.event.SessionEvent.SessionEnded;
import org.sekisho.testing.Await;
import org.sekisho.testing.MtaScript;
import org.sekisho.testing.MtaScript.Answer;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.TestAuthority;
import org.sekisho.testing.TlsUpstream;

/** AUTH on a submission port: the upstream decides, the proxy passes each step on. */
@SuppressWarnings("NullAway.Init") // each test makes its own upstream and proxy
class AuthRelayTest {
    private static final String HOST = "mx.example.org";
    private static final String PLAIN = base64("\0alice\0secret");
    private static final String USERNAME = base64("Username:");
    private static final String PASSWORD = base64("Password:");

    @TempDir
    private Path directory;

    /** Read by the upstream's threads. */
    private volatile MtaScript script = new MtaScript();

    private TestAuthority authority;
    private TlsUpstream upstream;
    private ProxyUnderTest proxy;

    @BeforeEach
    void prepare() {
        authority = new TestAuthority(directory);
        upstream = new TlsUpstream(peer -> script.serve(peer));
        proxy = new ProxyUnderTest(upstream.address()).startTls(authority.issue(HOST));
    }

    @AfterEach
    void stop() {
        proxy.close();
        upstream.close();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static MtaScript mechanisms(String... names) {
        return new MtaScript().offers("AUTH " + String.join(" ", names));
    }

    private void submission(MtaScript before) throws Exception {
        script = before;
        proxy.submission().start();
        upstream.awaitProbe();
    }

    private RawClient client() {
        return proxy.client()
                .command("EHLO client.example", "250")
                .command("STARTTLS", "220")
                .startTls(authority.trustingContext(), HOST)
                .command("EHLO client.example", "250");
    }

    private static Answer always(String reply) {
        return (line, peer) -> peer.say(reply);
    }

    /** LOGIN as a server does it. */
    private static Answer login(String verdict) {
        return (line, peer) -> {
            peer.say("334 " + USERNAME);
            peer.line();
            peer.say("334 " + PASSWORD);
            peer.line();
            peer.say(verdict);
        };
    }

    private AuthenticationEnded authentication() {
        return proxy.event(AuthenticationEnded.class);
    }

    /** A8. */
    @Test
    void offersMechanismsOnlyUnderTls() throws Exception {
        submission(mechanisms("PLAIN", "LOGIN"));
        try (RawClient client = proxy.client()) {
            assertThat(client.command("EHLO client.example")).doesNotContain("AUTH");
            client.command("AUTH PLAIN " + PLAIN, "530 5.7.0 Must issue a STARTTLS command first")
                    .command("STARTTLS", "220")
                    .startTls(authority.trustingContext(), HOST);
            assertThat(client.command("EHLO client.example")).containsPattern("AUTH (PLAIN LOGIN|LOGIN PLAIN)");
        }
        assertThat(upstream.connections()).isEqualTo(1);
    }

    /** A7. */
    @Test
    void doesNotOfferMechanismsThatBindToTheChannel() throws Exception {
        submission(mechanisms(
                "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS", "GSSAPI", "GSS-SPNEGO", "EXTERNAL", "KERBEROS_V4"));
        try (RawClient client = client()) {
            assertThat(client.command("EHLO client.example"))
                    .containsPattern("(?m)AUTH (PLAIN SCRAM-SHA-256|SCRAM-SHA-256 PLAIN)$");
            client.command("AUTH SCRAM-SHA-256-PLUS", "504 5.5.4").command("AUTH EXTERNAL =", "504 5.5.4");
        }
    }

    @Test
    void doesNotOfferAuthToStrangers() throws Exception {
        script = mechanisms("PLAIN");
        proxy.start();
        upstream.awaitProbe();
        try (RawClient client = client()) {
            assertThat(client.command("EHLO client.example")).doesNotContain("AUTH");
            client.command("AUTH PLAIN " + PLAIN, "503 5.5.1");
        }
    }

    /** A3, B44: Windows Mail puts two spaces before the response. */
    @ParameterizedTest
    @ValueSource(strings = {"AUTH PLAIN ", "AUTH PLAIN  ", "auth plain "})
    void relaysPlainWithAnInitialResponse(String command) throws Exception {
        submission(mechanisms("PLAIN").on("AUTH", always("235 2.7.0 Welcome")));
        try (RawClient client = client()) {
            client.command(command + PLAIN, "235 2.7.0 Welcome");
        }
        assertThat(upstream.peer(1).heard()).contains("AUTH PLAIN " + PLAIN);
        assertThat(authentication().account()).contains("alice");
        assertThat(proxy.event(SessionEnded.class).account()).contains("alice");
    }

    /** A2, B42. */
    @Test
    void relaysPlainOverTwoLines() throws Exception {
        submission(mechanisms("PLAIN").on("AUTH", always("235 2.7.0 Welcome")));
        try (RawClient client = client()) {
            assertThat(client.command("AUTH PLAIN")).isEqualTo("334 ");
            client.command(PLAIN, "235");
        }
        assertThat(authentication().account()).contains("alice");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void relaysLoginWithAndWithoutAnInitialResponse(boolean initial) throws Exception {
        submission(mechanisms("LOGIN").on("AUTH", login("235 2.7.0 Welcome")));
        try (RawClient client = client()) {
            if (initial) {
                client.command("AUTH LOGIN " + base64("alice"), "334 " + PASSWORD);
            } else {
                client.command("AUTH LOGIN", "334 " + USERNAME).command(base64("alice"), "334 " + PASSWORD);
            }
            client.command(base64("secret"), "235 2.7.0 Welcome");
        }
        assertThat(upstream.peer(1).heard()).containsSequence("AUTH LOGIN", base64("alice"), base64("secret"));
        assertThat(authentication().account()).contains("alice");
    }

    /** A6, B45. */
    @Test
    void relaysCramMd5() throws Exception {
        String challenge = base64("<1896.697170952@upstream>");
        String response = base64("alice b913a602c7eda7a495b4e6e7334d3890");
        submission(mechanisms("CRAM-MD5").on("AUTH", (line, peer) -> {
            peer.say("334 " + challenge);
            peer.say(peer.line().equals(response) ? "235 2.7.0 Welcome" : "535 5.7.8 No");
        }));
        try (RawClient client = client()) {
            client.command("AUTH CRAM-MD5", "334 " + challenge)
                    .command(base64("alice wrong"), "535")
                    .command("AUTH CRAM-MD5", "334 " + challenge)
                    .command(response, "235");
        }
    }

    /** A6: the server's last word comes as a challenge with an empty answer. */
    @Test
    void relaysScramStepByStep() throws Exception {
        submission(mechanisms("SCRAM-SHA-256").on("AUTH", (line, peer) -> {
            peer.say("334 " + base64("r=nonce,s=salt,i=4096"));
            peer.line();
            peer.say("334 " + base64("v=signature"));
            peer.line();
            peer.say("235 2.7.0 Welcome");
        }));
        try (RawClient client = client()) {
            client.command("AUTH SCRAM-SHA-256 " + base64("n,,n=alice,r=no"), "334 " + base64("r=nonce,s=salt,i=4096"))
                    .command(base64("c=biws,r=nonce,p=proof"), "334 " + base64("v=signature"))
                    .command("", "235 2.7.0 Welcome");
        }
        assertThat(upstream.peer(1).heard()).containsSequence(base64("c=biws,r=nonce,p=proof"), "");
    }

    /** A6, B43. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void relaysXoauth2AndItsErrorChallenge(boolean initial) throws Exception {
        String token = base64("user=alice\1auth=Bearer abc\1\1");
        String error = base64("{\"status\":\"400\"}");
        submission(mechanisms("XOAUTH2").on("AUTH", (line, peer) -> {
            peer.say("334 " + error);
            peer.line();
            peer.say("535 5.7.8 Bad token");
        }));
        try (RawClient client = client()) {
            if (!initial) {
                client.command("AUTH XOAUTH2", "334 ");
            }
            client.command(initial ? "AUTH XOAUTH2 " + token : token, "334 " + error)
                    .command("", "535 5.7.8 Bad token");
        }
        assertThat(upstream.peer(1).heard()).contains("AUTH XOAUTH2 " + token, "");
        assertThat(authentication().account()).contains("alice");
    }

    /** A5. */
    @Test
    void sendsALongInitialResponseOnALineOfItsOwn() throws Exception {
        String token = base64("user=alice\1auth=Bearer " + "x".repeat(1_200) + "\1\1");
        submission(mechanisms("XOAUTH2").on("AUTH", (line, peer) -> {
            peer.say("334 ");
            peer.line();
            peer.say("235 2.7.0 Welcome");
        }));
        try (RawClient client = client()) {
            client.command("AUTH XOAUTH2 " + token, "235");
        }
        assertThat(upstream.peer(1).heard()).containsSequence("AUTH XOAUTH2", token);
    }

    /** A4. */
    @Test
    void takesAResponseOf12288OctetsAndNoMore() throws Exception {
        submission(mechanisms("CRAM-MD5").on("AUTH", (line, peer) -> {
            peer.say("334 ");
            peer.say(peer.line().equals("*") ? "501 cancelled" : "535 5.7.8 No");
        }));
        try (RawClient client = client()) {
            client.command("AUTH CRAM-MD5", "334 ")
                    .command("a".repeat(12_288), "535")
                    .command("AUTH CRAM-MD5", "334 ")
                    .command("a".repeat(12_292), "500 5.5.6")
                    .command("NOOP", "250");
        }
        assertThat(upstream.peer(1).heard()).contains("a".repeat(12_288), "*");
    }

    /** A3, A16: a response that is no base64 is not a command, either. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "QUIT",
                "STARTTLS",
                "=AAA",
                "AAA=BBB",
                "AAA",
                "no base64!",
                "RSET",
                "MAIL FROM:<a@example.org>"
            })
    void endsTheExchangeAtAResponseThatIsNone(String response) throws Exception {
        submission(mechanisms("CRAM-MD5").on("AUTH", (line, peer) -> {
            peer.say("334 ");
            peer.say(peer.line().equals("*") ? "501 cancelled" : "535 5.7.8 No");
        }));
        try (RawClient client = client()) {
            client.command("AUTH CRAM-MD5", "334 ");
            String reply = client.command(response);
            // QUIT and RSET happen to be base64: the upstream refuses them as a response.
            assertThat(reply).startsWith(response.matches("QUIT|RSET|STARTTLS") ? "535" : "501 5.");
            client.command("NOOP", "250");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "!!!", "bm8tbnVscw==", "AAAA"})
    void refusesPlainThatDoesNotNameAnAccountByItself(String response) throws Exception {
        submission(mechanisms("PLAIN"));
        try (RawClient client = client()) {
            client.command("AUTH PLAIN", "334 ").command(response, "501 5.").command("NOOP", "250");
        }
        assertThat(upstream.connections()).as("only the probe").isEqualTo(1);
    }

    /** A9. */
    @Test
    void hangsUpAfterThreeFailures() throws Exception {
        submission(mechanisms("PLAIN", "LOGIN").on("AUTH", (line, peer) -> {
            if (line.startsWith("AUTH LOGIN")) {
                login("535 5.7.8 No").to(line, peer);
            } else {
                peer.say("535 5.7.8 No");
            }
        }));
        try (RawClient client = client()) {
            client.command("AUTH PLAIN " + PLAIN, "535 5.7.8 No")
                    .command("AUTH LOGIN " + base64("alice"), "334")
                    .command(base64("wrong"), "535 5.7.8 No")
                    .command("AUTH PLAIN " + PLAIN, "535 5.7.8 No");
            assertThat(client.rest()).isEmpty();
        }
        assertThat(proxy.event(SessionEnded.class).cause()).isEqualTo(Cause.TOO_MANY_ERRORS);
        upstream.peer(1).awaitLine("QUIT");
    }

    /** A10. */
    @ParameterizedTest
    @ValueSource(strings = {"530 5.7.0 Authentication required", "454 4.7.0 Backend down", "421 4.3.2 Going"})
    void neverBlamesThePasswordForTroubleOfTheUpstream(String reply) throws Exception {
        submission(mechanisms("PLAIN").on("AUTH", always(reply)));
        try (RawClient client = client()) {
            assertThat(client.command("AUTH PLAIN " + PLAIN)).matches("4[0-9]{2} 4(?s).*");
            client.command("NOOP", "250");
        }
    }

    /** A10. */
    @Test
    void answers454WhenTheUpstreamIsLostInTheExchange() throws Exception {
        submission(mechanisms("PLAIN").on("AUTH", (line, peer) -> peer.cut()));
        try (RawClient client = client()) {
            client.command("AUTH PLAIN " + PLAIN, "454 4.7.0").command("NOOP", "250");
        }
        assertThat(authentication().reply().code()).isEqualTo(454);
    }

    /** A10. */
    @Test
    void answers454WhenNoUpstreamCanBeReached() throws Exception {
        submission(mechanisms("PLAIN"));
        try (RawClient client = client()) {
            upstream.close();
            client.command("AUTH PLAIN " + PLAIN, "454 4.7.0").command("NOOP", "250");
        }
    }

    /** A1, B42. */
    @Test
    void refusesAuthAfterSuccessAndKeepsItThroughRset() throws Exception {
        submission(mechanisms("PLAIN", "LOGIN").on("AUTH", always("235 2.7.0 Welcome")));
        try (RawClient client = client()) {
            client.command("AUTH PLAIN " + PLAIN, "235")
                    .command("AUTH LOGIN", "503 5.5.1")
                    .command("RSET", "250")
                    .command("STARTTLS", "503")
                    .command("MAIL FROM:<a@example.org>", "250");
        }
    }

    /** A14, B12. */
    @Test
    void takesNoMailAfterAFailedAuth() throws Exception {
        submission(mechanisms("PLAIN").on("AUTH", always("535 5.7.8 No")));
        try (RawClient client = client()) {
            client.command("MAIL FROM:<a@example.org>", "530 5.7.0")
                    .command("AUTH PLAIN " + PLAIN, "535")
                    .command("MAIL FROM:<a@example.org>", "530 5.7.0")
                    .command("RCPT TO:<b@example.jp>", "503");
        }
        assertThat(upstream.peer(1).heard()).noneMatch(line -> line.startsWith("MAIL"));
    }

    @Test
    void relaysSeveralMessagesOfOneLogin() throws Exception {
        submission(mechanisms("PLAIN").on("AUTH", always("235 2.7.0 Welcome")));
        try (RawClient client = client()) {
            client.command("AUTH PLAIN " + PLAIN, "235");
            for (int i = 1; i <= 3; i++) {
                client.command("MAIL FROM:<alice@example.org>", "250")
                        .command("RCPT TO:<b@example.jp>", "250")
                        .command("DATA", "354")
                        .command("Message " + i + "\r\n.", "250 2.0.0 queued");
            }
            client.command("QUIT", "221");
        }
        assertThat(upstream.peer(1).heard()).contains("Message 1", "Message 2", "Message 3");
        assertThat(upstream.connections()).as("the probe and one session").isEqualTo(2);
    }

    @Test
    void hangsUpWhenTheAuthenticatedUpstreamIsLost() throws Exception {
        submission(mechanisms("PLAIN").on("AUTH", always("235 2.7.0 Welcome")));
        try (RawClient client = client()) {
            client.command("AUTH PLAIN " + PLAIN, "235");
            upstream.peer(1).cut();
            assertThat(client.rest()).startsWith("421 4.4.2").hasLineCount(1);
        }
        assertThat(proxy.event(SessionEnded.class).cause()).isEqualTo(Cause.UPSTREAM_LOST);
    }

    @Test
    void answersTheCommandBeforeItHangsUpWhenTheAuthenticatedUpstreamIsLost() throws Exception {
        submission(mechanisms("PLAIN").on("AUTH", always("235 2.7.0 Welcome")).on("RCPT", (line, peer) -> peer.cut()));
        try (RawClient client = client()) {
            client.command("AUTH PLAIN " + PLAIN, "235")
                    .command("MAIL FROM:<alice@example.org>", "250")
                    .command("RCPT TO:<b@example.jp>", "451 4.4.2");
            assertThat(client.rest()).startsWith("421 4.4.2");
        }
    }

    /** A15. */
    @Test
    void releasesTheUpstreamWhenTheClientLeavesInTheExchange() throws Exception {
        submission(mechanisms("CRAM-MD5").on("AUTH", (line, peer) -> {
            peer.say("334 ");
            peer.line();
        }));
        try (RawClient client = client()) {
            client.command("AUTH CRAM-MD5", "334 ");
        }
        Await.until("the upstream has been released", () -> upstream.peer(1).ended());
    }
}
