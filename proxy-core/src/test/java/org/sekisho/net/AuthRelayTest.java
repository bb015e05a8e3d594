package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekisho.net.SubmissionPort.HOST;
import static org.sekisho.net.SubmissionPort.PASSWORD;
import static org.sekisho.net.SubmissionPort.PLAIN;
import static org.sekisho.net.SubmissionPort.USERNAME;
import static org.sekisho.net.SubmissionPort.always;
import static org.sekisho.net.SubmissionPort.base64;
import static org.sekisho.net.SubmissionPort.login;
import static org.sekisho.net.SubmissionPort.mechanisms;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.event.SessionEvent.SessionEnded;
import org.sekisho.settings.ListenerSettings.Service;
import org.sekisho.testing.LogCapture;
import org.sekisho.testing.RawClient;

/** AUTH on a submission port: the upstream decides, the proxy passes each step on. */
class AuthRelayTest {
    @TempDir
    private Path directory;

    private @Nullable SubmissionPort port;

    @AfterEach
    void stop() {
        if (port != null) {
            port.close();
        }
    }

    /** A8. */
    @Test
    void offersMechanismsOnlyUnderTls() throws Exception {
        port = new SubmissionPort(directory, mechanisms("PLAIN", "LOGIN"));
        try (RawClient client = port.proxy.client()) {
            assertThat(client.command("EHLO client.example")).doesNotContain("AUTH");
            client.command("AUTH PLAIN " + PLAIN, "530 5.7.0 Must issue a STARTTLS command first")
                    .command("STARTTLS", "220")
                    .startTls(port.authority.trustingContext(), HOST);
            assertThat(client.command("EHLO client.example")).containsPattern("AUTH (PLAIN LOGIN|LOGIN PLAIN)");
        }
        assertThat(port.upstream.connections()).isEqualTo(1);
    }

    /** A7. */
    @Test
    void doesNotOfferMechanismsThatBindToTheChannel() throws Exception {
        port = new SubmissionPort(
                directory,
                mechanisms(
                        "PLAIN",
                        "SCRAM-SHA-256",
                        "SCRAM-SHA-256-PLUS",
                        "GSSAPI",
                        "GSS-SPNEGO",
                        "EXTERNAL",
                        "KERBEROS_V4"));
        try (RawClient client = port.client()) {
            assertThat(client.command("EHLO client.example"))
                    .containsPattern("(?m)AUTH (PLAIN SCRAM-SHA-256|SCRAM-SHA-256 PLAIN)$");
            client.command("AUTH SCRAM-SHA-256-PLUS", "504 5.5.4").command("AUTH EXTERNAL =", "504 5.5.4");
        }
    }

    @Test
    void warnsOfMechanismsThatHideTheAccount() throws Exception {
        try (LogCapture log = new LogCapture("org.sekisho.net.upstream")) {
            port = new SubmissionPort(directory, mechanisms("PLAIN", "SCRAM-SHA-256", "NTLM", "GSSAPI"));
            log.awaitLine("it offers NTLM, whose logins do not tell the account");
        }
    }

    @Test
    void doesNotOfferAuthToStrangers() throws Exception {
        port = new SubmissionPort(directory, mechanisms("PLAIN"), Service.INBOUND);
        try (RawClient client = port.client()) {
            assertThat(client.command("EHLO client.example")).doesNotContain("AUTH");
            client.command("AUTH PLAIN " + PLAIN, "503 5.5.1");
        }
    }

    /** A3, bug 44: Windows Mail puts two spaces before the response. */
    @ParameterizedTest
    @ValueSource(strings = {"AUTH PLAIN ", "AUTH PLAIN  ", "auth plain "})
    void relaysPlainWithAnInitialResponse(String command) throws Exception {
        port = new SubmissionPort(directory, mechanisms("PLAIN").on("AUTH", always("235 2.7.0 Welcome")));
        try (RawClient client = port.client()) {
            client.command(command + PLAIN, "235 2.7.0 Welcome");
        }
        assertThat(port.upstream.peer(1).heard()).contains("AUTH PLAIN " + PLAIN);
        assertThat(port.authentication().account()).contains("alice");
        assertThat(port.proxy.event(SessionEnded.class).account()).contains("alice");
    }

    /** A2, bug 42. */
    @Test
    void relaysPlainOverTwoLines() throws Exception {
        port = new SubmissionPort(directory, mechanisms("PLAIN").on("AUTH", always("235 2.7.0 Welcome")));
        try (RawClient client = port.client()) {
            assertThat(client.command("AUTH PLAIN")).isEqualTo("334 ");
            client.command(PLAIN, "235");
        }
        assertThat(port.authentication().account()).contains("alice");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void relaysLoginWithAndWithoutAnInitialResponse(boolean initial) throws Exception {
        port = new SubmissionPort(directory, mechanisms("LOGIN").on("AUTH", login("235 2.7.0 Welcome")));
        try (RawClient client = port.client()) {
            if (initial) {
                client.command("AUTH LOGIN " + base64("alice"), "334 " + PASSWORD);
            } else {
                client.command("AUTH LOGIN", "334 " + USERNAME).command(base64("alice"), "334 " + PASSWORD);
            }
            client.command(base64("secret"), "235 2.7.0 Welcome");
        }
        assertThat(port.upstream.peer(1).heard()).containsSequence("AUTH LOGIN", base64("alice"), base64("secret"));
        assertThat(port.authentication().account()).contains("alice");
    }

    /** A6, bug 45. */
    @Test
    void relaysCramMd5() throws Exception {
        String challenge = base64("<1896.697170952@upstream>");
        String response = base64("alice b913a602c7eda7a495b4e6e7334d3890");
        port = new SubmissionPort(directory, mechanisms("CRAM-MD5").on("AUTH", (line, peer) -> {
            peer.say("334 " + challenge);
            peer.say(peer.line().equals(response) ? "235 2.7.0 Welcome" : "535 5.7.8 No");
        }));
        try (RawClient client = port.client()) {
            client.command("AUTH CRAM-MD5", "334 " + challenge)
                    .command(base64("alice " + "0".repeat(32)), "535")
                    .command("AUTH CRAM-MD5", "334 " + challenge)
                    .command(response, "235");
        }
    }

    /** A6: the server's last word comes as a challenge with an empty answer. */
    @Test
    void relaysScramStepByStep() throws Exception {
        port = new SubmissionPort(directory, mechanisms("SCRAM-SHA-256").on("AUTH", (line, peer) -> {
            peer.say("334 " + base64("r=nonce,s=salt,i=4096"));
            peer.line();
            peer.say("334 " + base64("v=signature"));
            peer.line();
            peer.say("235 2.7.0 Welcome");
        }));
        try (RawClient client = port.client()) {
            client.command("AUTH SCRAM-SHA-256 " + base64("n,,n=alice,r=no"), "334 " + base64("r=nonce,s=salt,i=4096"))
                    .command(base64("c=biws,r=nonce,p=proof"), "334 " + base64("v=signature"))
                    .command("", "235 2.7.0 Welcome");
        }
        assertThat(port.upstream.peer(1).heard()).containsSequence(base64("c=biws,r=nonce,p=proof"), "");
    }

    /** A6, bug 43. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void relaysXoauth2AndItsErrorChallenge(boolean initial) throws Exception {
        String token = base64("user=alice\1auth=Bearer abc\1\1");
        String error = base64("{\"status\":\"400\"}");
        port = new SubmissionPort(directory, mechanisms("XOAUTH2").on("AUTH", (line, peer) -> {
            peer.say("334 " + error);
            peer.line();
            peer.say("535 5.7.8 Bad token");
        }));
        try (RawClient client = port.client()) {
            if (!initial) {
                client.command("AUTH XOAUTH2", "334 ");
            }
            client.command(initial ? "AUTH XOAUTH2 " + token : token, "334 " + error)
                    .command("", "535 5.7.8 Bad token");
        }
        assertThat(port.upstream.peer(1).heard()).contains("AUTH XOAUTH2 " + token, "");
        assertThat(port.authentication().account()).contains("alice");
    }

    /** A5. */
    @Test
    void sendsALongInitialResponseOnALineOfItsOwn() throws Exception {
        String token = base64("user=alice\1auth=Bearer " + "x".repeat(1_200) + "\1\1");
        port = new SubmissionPort(directory, mechanisms("XOAUTH2").on("AUTH", (line, peer) -> {
            peer.say("334 ");
            peer.line();
            peer.say("235 2.7.0 Welcome");
        }));
        try (RawClient client = port.client()) {
            client.command("AUTH XOAUTH2 " + token, "235");
        }
        assertThat(port.upstream.peer(1).heard()).containsSequence("AUTH XOAUTH2", token);
    }

    /** A4. */
    @Test
    void takesAResponseOf12288OctetsAndNoMore() throws Exception {
        port = new SubmissionPort(directory, mechanisms("X-LONG").on("AUTH", (line, peer) -> {
            peer.say("334 ");
            peer.say(peer.line().equals("*") ? "501 cancelled" : "535 5.7.8 No");
        }));
        try (RawClient client = port.client()) {
            client.command("AUTH X-LONG", "334 ")
                    .command("a".repeat(12_288), "535")
                    .command("AUTH X-LONG", "334 ")
                    .command("a".repeat(12_292), "500 5.5.6")
                    .command("NOOP", "250");
        }
        assertThat(port.upstream.peer(1).heard()).contains("a".repeat(12_288), "*");
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
        port = new SubmissionPort(directory, mechanisms("X-OTHER").on("AUTH", (line, peer) -> {
            peer.say("334 ");
            peer.say(peer.line().equals("*") ? "501 cancelled" : "535 5.7.8 No");
        }));
        try (RawClient client = port.client()) {
            client.command("AUTH X-OTHER", "334 ");
            String reply = client.command(response);
            // QUIT and RSET happen to be base64: the upstream refuses them as a response.
            assertThat(reply).startsWith(response.matches("QUIT|RSET|STARTTLS") ? "535" : "501 5.");
            client.command("NOOP", "250");
        }
    }

    /** RFC 7628 allows it: the token alone tells whose it is. */
    @Test
    void relaysATokenWithoutAName() throws Exception {
        String token = base64("n,,\1host=mx.example.org\1auth=Bearer abc\1\1");
        port = new SubmissionPort(directory, mechanisms("OAUTHBEARER").on("AUTH", always("235 2.7.0 Welcome")));
        try (RawClient client = port.client()) {
            client.command("AUTH OAUTHBEARER " + token, "235 2.7.0 Welcome");
        }
        assertThat(port.upstream.peer(1).heard()).contains("AUTH OAUTHBEARER " + token);
        assertThat(port.authentication().account()).isEmpty();
    }

    /** A12: what the mail server could read in another way than the policy. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            XOAUTH2       | user=bob^user=alice^auth=Bearer abc^^
            OAUTHBEARER   | n,a=bob,a=alice,^auth=Bearer abc^^
            PLAIN         | ~a@b@c~secret
            """)
    void refusesContradictions(String mechanism, String message) throws Exception {
        port = new SubmissionPort(directory, mechanisms(mechanism));
        String octets = message.replace('^', '\1').replace('~', '\0');
        try (RawClient client = port.client()) {
            client.command("AUTH " + mechanism + " " + base64(octets), "501 5.5.2")
                    .command("NOOP", "250");
        }
        assertThat(port.upstream.connections()).as("only the probe").isEqualTo(1);
    }

    /** A3. */
    @Test
    void takesNoInitialResponseWhereTheServerSpeaksFirst() throws Exception {
        port = new SubmissionPort(directory, mechanisms("CRAM-MD5"));
        try (RawClient client = port.client()) {
            client.command("AUTH CRAM-MD5 " + base64("alice " + "0".repeat(32)), "501 5.7.0");
        }
    }

    /** Where a name is is told by the mechanism; all of these are alice. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CRAM-MD5      | PDFAbXg+     | Alice b913a602c7eda7a495b4e6e7334d3890
            DIGEST-MD5    | bm9uY2U9IjEi | username="ALICE",realm="",nonce="1",response=b913a602c7eda7a495b4e6e7334d3890
            SCRAM-SHA-1   | ''           | n,,n=alice,r=nonce
            SCRAM-SHA-256 | ''           | n,,n=Alice,r=nonce
            """)
    void knowsTheAccountOfMechanismsThatHideThePassword(String mechanism, String challenge, String response)
            throws Exception {
        port = new SubmissionPort(directory, mechanisms(mechanism).on("AUTH", (line, peer) -> {
            peer.say("334 " + challenge);
            peer.line();
            peer.say("235 2.7.0 Welcome");
        }));
        try (RawClient client = port.client()) {
            client.command("AUTH " + mechanism, "334 ").command(base64(response), "235 2.7.0 Welcome");
        }
        assertThat(port.authentication().account()).contains("alice");
        assertThat(port.proxy.event(SessionEnded.class).account()).contains("alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "!!!", "bm8tbnVscw==", "AAAA"})
    void refusesPlainThatDoesNotNameAnAccountByItself(String response) throws Exception {
        port = new SubmissionPort(directory, mechanisms("PLAIN"));
        try (RawClient client = port.client()) {
            client.command("AUTH PLAIN", "334 ").command(response, "501 5.").command("NOOP", "250");
        }
        assertThat(port.upstream.connections()).as("only the probe").isEqualTo(1);
    }
}
