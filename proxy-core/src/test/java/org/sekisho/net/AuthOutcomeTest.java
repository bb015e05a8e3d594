package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekisho.net.SubmissionPort.PLAIN;
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
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.event.SessionEvent.SessionEnded;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.TlsUpstream.Peer;

/** What an AUTH exchange leaves behind: after success, after failures, and when somebody leaves. */
class AuthOutcomeTest {
    @TempDir
    private Path directory;

    private @Nullable SubmissionPort port;

    @AfterEach
    void stop() {
        if (port != null) {
            port.close();
        }
    }

    /** A9. */
    @Test
    void hangsUpAfterThreeFailures() throws Exception {
        port = new SubmissionPort(directory, mechanisms("PLAIN", "LOGIN").on("AUTH", (line, peer) -> {
            if (line.startsWith("AUTH LOGIN")) {
                login("535 5.7.8 No").to(line, peer);
            } else {
                peer.say("535 5.7.8 No");
            }
        }));
        try (RawClient client = port.client()) {
            client.command("AUTH PLAIN " + PLAIN, "535 5.7.8 No")
                    .command("AUTH LOGIN " + base64("alice"), "334")
                    .command(base64("wrong"), "535 5.7.8 No")
                    .command("AUTH PLAIN " + PLAIN, "535 5.7.8 No");
            assertThat(client.rest()).isEmpty();
        }
        assertThat(port.proxy.event(SessionEnded.class).cause()).isEqualTo(Cause.TOO_MANY_ERRORS);
        port.upstream.peer(1).awaitLine("QUIT");
    }

    /** A10. */
    @ParameterizedTest
    @ValueSource(strings = {"530 5.7.0 Authentication required", "454 4.7.0 Backend down", "421 4.3.2 Going"})
    void neverBlamesThePasswordForTroubleOfTheUpstream(String reply) throws Exception {
        port = new SubmissionPort(directory, mechanisms("PLAIN").on("AUTH", always(reply)));
        try (RawClient client = port.client()) {
            assertThat(client.command("AUTH PLAIN " + PLAIN)).matches("4[0-9]{2} 4(?s).*");
            client.command("NOOP", "250");
        }
    }

    /** A10. */
    @Test
    void answers454WhenTheUpstreamIsLostInTheExchange() throws Exception {
        port = new SubmissionPort(directory, mechanisms("PLAIN").on("AUTH", (line, peer) -> peer.cut()));
        try (RawClient client = port.client()) {
            client.command("AUTH PLAIN " + PLAIN, "454 4.7.0").command("NOOP", "250");
        }
        assertThat(port.authentication().reply().code()).isEqualTo(454);
    }

    /** A10. */
    @Test
    void answers454WhenNoUpstreamCanBeReached() throws Exception {
        port = new SubmissionPort(directory, mechanisms("PLAIN"));
        try (RawClient client = port.client()) {
            port.upstream.close();
            client.command("AUTH PLAIN " + PLAIN, "454 4.7.0").command("NOOP", "250");
        }
    }

    /** A1, bug 42. */
    @Test
    void refusesAuthAfterSuccessAndKeepsItThroughRset() throws Exception {
        port = new SubmissionPort(directory, mechanisms("PLAIN", "LOGIN").on("AUTH", always("235 2.7.0 Welcome")));
        try (RawClient client = port.client()) {
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
        port = new SubmissionPort(directory, mechanisms("PLAIN").on("AUTH", always("535 5.7.8 No")));
        try (RawClient client = port.client()) {
            client.command("MAIL FROM:<a@example.org>", "530 5.7.0")
                    .command("AUTH PLAIN " + PLAIN, "535")
                    .command("MAIL FROM:<a@example.org>", "530 5.7.0")
                    .command("RCPT TO:<b@example.jp>", "503");
        }
        assertThat(port.upstream.peer(1).heard()).noneMatch(line -> line.startsWith("MAIL"));
    }

    @Test
    void relaysSeveralMessagesOfOneLogin() throws Exception {
        port = new SubmissionPort(directory, mechanisms("PLAIN").on("AUTH", always("235 2.7.0 Welcome")));
        try (RawClient client = port.client()) {
            client.command("AUTH PLAIN " + PLAIN, "235");
            for (int i = 1; i <= 3; i++) {
                client.command("MAIL FROM:<alice@example.org>", "250")
                        .command("RCPT TO:<b@example.jp>", "250")
                        .command("DATA", "354")
                        .command("Message " + i + "\r\n.", "250 2.0.0 queued");
            }
            client.command("QUIT", "221");
        }
        assertThat(port.upstream.peer(1).heard()).contains("Message 1", "Message 2", "Message 3");
        assertThat(port.upstream.connections()).as("the probe and one session").isEqualTo(2);
    }

    @Test
    void hangsUpWhenTheAuthenticatedUpstreamIsLost() throws Exception {
        port = new SubmissionPort(directory, mechanisms("PLAIN").on("AUTH", always("235 2.7.0 Welcome")));
        try (RawClient client = port.client()) {
            client.command("AUTH PLAIN " + PLAIN, "235");
            port.upstream.peer(1).cut();
            assertThat(client.rest()).startsWith("421 4.4.2").hasLineCount(1);
        }
        assertThat(port.proxy.event(SessionEnded.class).cause()).isEqualTo(Cause.UPSTREAM_LOST);
    }

    @Test
    void answersTheCommandBeforeItHangsUpWhenTheAuthenticatedUpstreamIsLost() throws Exception {
        port = new SubmissionPort(
                directory,
                mechanisms("PLAIN").on("AUTH", always("235 2.7.0 Welcome")).on("RCPT", (line, peer) -> peer.cut()));
        try (RawClient client = port.client()) {
            client.command("AUTH PLAIN " + PLAIN, "235")
                    .command("MAIL FROM:<alice@example.org>", "250")
                    .command("RCPT TO:<b@example.jp>", "451 4.4.2");
            assertThat(client.rest()).startsWith("421 4.4.2");
        }
    }

    /** A15. */
    @Test
    void releasesTheUpstreamWhenTheClientLeavesInTheExchange() throws Exception {
        port = new SubmissionPort(directory, mechanisms("CRAM-MD5").on("AUTH", (line, peer) -> {
            peer.say("334 ");
            peer.line();
        }));
        try (RawClient client = port.client()) {
            client.command("AUTH CRAM-MD5", "334 ");
        }
        Peer peer = port.upstream.peer(1);
        Await.until("the upstream has been released", peer::ended);
    }
}
