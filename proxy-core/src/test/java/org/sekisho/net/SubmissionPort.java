package org.sekisho.net;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.sekisho.event.SessionEvent.AuthenticationEnded;
import org.sekisho.settings.ListenerSettings.Service;
import org.sekisho.testing.MtaScript;
import org.sekisho.testing.MtaScript.Answer;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.TestAuthority;
import org.sekisho.testing.TlsUpstream;

/** A submission port with STARTTLS, and the upstream behind it that has been asked for its mechanisms. */
final class SubmissionPort implements AutoCloseable {
    static final String HOST = "mx.example.org";
    static final String PLAIN = base64("\0alice\0secret");
    static final String USERNAME = base64("Username:");
    static final String PASSWORD = base64("Password:");

    final TestAuthority authority;
    final TlsUpstream upstream;
    final ProxyUnderTest proxy;

    SubmissionPort(Path directory, MtaScript script) throws ProxyStartException {
        this(directory, script, Service.SUBMISSION);
    }

    SubmissionPort(Path directory, MtaScript script, Service service) throws ProxyStartException {
        authority = new TestAuthority(directory);
        upstream = new TlsUpstream(script);
        proxy = new ProxyUnderTest(upstream.address()).startTls(authority.issue(HOST));
        if (service == Service.SUBMISSION) {
            proxy.submission();
        }
        proxy.start();
        upstream.awaitProbe();
    }

    /** A client that has said EHLO under TLS. */
    RawClient client() {
        return proxy.client()
                .command("EHLO client.example", "250")
                .command("STARTTLS", "220")
                .startTls(authority.trustingContext(), HOST)
                .command("EHLO client.example", "250");
    }

    AuthenticationEnded authentication() {
        return proxy.event(AuthenticationEnded.class);
    }

    @Override
    public void close() {
        proxy.close();
        upstream.close();
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static MtaScript mechanisms(String... names) {
        return new MtaScript().offers("AUTH " + String.join(" ", names));
    }

    static Answer always(String reply) {
        return (line, peer) -> peer.say(reply);
    }

    /** LOGIN as a server does it. */
    static Answer login(String verdict) {
        return (line, peer) -> {
            peer.say("334 " + USERNAME);
            peer.line();
            peer.say("334 " + PASSWORD);
            peer.line();
            peer.say(verdict);
        };
    }
}
