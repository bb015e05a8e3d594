package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.event.SessionEvent.SessionEnded;
import org.sekisho.testing.LogCapture;
import org.sekisho.testing.MtaScript;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.TestAuthority;
import org.sekisho.testing.TlsUpstream;

/** A13: no password in a log line or an event, whatever goes wrong around it. */
class AuthSecretsTest {
    private static final String SECRET = "Tr0ub4dor&3";
    private static final String HOST = "mx.example.org";

    @TempDir
    private Path directory;

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static MtaScript mta() {
        return new MtaScript().offers("AUTH PLAIN LOGIN").on("AUTH", (line, peer) -> {
            if (line.startsWith("AUTH PLAIN")) {
                peer.say("535 5.7.8 No");
            } else {
                peer.say("334 " + base64("Username:"));
                peer.line();
                peer.say("334 " + base64("Password:"));
                peer.line();
                peer.say("235 2.7.0 Welcome");
            }
        });
    }

    @Test
    void standInNoLogLineAndNoEvent() throws Exception {
        TestAuthority authority = new TestAuthority(directory);
        List<String> told = new ArrayList<>();
        try (LogCapture own = new LogCapture("org.sekisho");
                LogCapture netty = new LogCapture("io.netty");
                TlsUpstream upstream = new TlsUpstream(mta());
                ProxyUnderTest proxy = new ProxyUnderTest(upstream.address())
                        .submission()
                        .startTls(authority.issue(HOST))
                        .start()) {
            upstream.awaitProbe();
            try (RawClient client = proxy.client()) {
                String plain = base64("\0alice\0" + SECRET);
                // Before TLS, not base64, too many words, refused, on the wrong line, and at last right.
                client.command("EHLO client.example", "250")
                        .command("AUTH PLAIN " + plain, "530")
                        .command("STARTTLS", "220")
                        .startTls(authority.trustingContext(), HOST)
                        .command("EHLO client.example", "250")
                        .command("AUTH PLAIN " + plain + "!", "501")
                        .command("AUTH NONESUCH " + plain, "504")
                        .command("AUTH PLAIN " + plain, "535")
                        .command("AUTH LOGIN", "334")
                        .command(base64("alice"), "334")
                        .command(base64(SECRET), "235")
                        .command("QUIT", "221");
            }
            proxy.event(SessionEnded.class);
            told.addAll(own.lines());
            told.addAll(netty.lines());
            proxy.events().forEach(event -> told.add(event.toString()));
            assertThat(upstream.peer(1).heard()).contains(base64(SECRET));
        }
        // Any cut of the base64 of a message that holds it would show one of these.
        assertThat(told)
                .isNotEmpty()
                .noneMatch(line -> line.contains(SECRET)
                        || line.contains(base64(SECRET).substring(0, 12))
                        || line.contains(base64("\0alice\0" + SECRET).substring(12, 24)));
    }
}
