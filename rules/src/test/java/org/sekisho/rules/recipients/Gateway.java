package org.sekisho.rules.recipients;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import org.sekisho.event.EventSink;
import org.sekisho.net.Proxy;
import org.sekisho.net.ProxyStartException;
import org.sekisho.policy.PolicyJudge;
import org.sekisho.policy.RecipientVerifier;
import org.sekisho.policy.TrailSink;
import org.sekisho.rules.Tools;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.Limits;
import org.sekisho.settings.ListenerSettings;
import org.sekisho.settings.ListenerSettings.Service;
import org.sekisho.settings.Network;
import org.sekisho.settings.ProxySettings;
import org.sekisho.settings.TlsSettings;
import org.sekisho.settings.UpstreamSettings;
import org.sekisho.settings.UpstreamSettings.Identity;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.LogCapture;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;
import org.sekisho.testing.UpstreamTalk;
import org.sekisho.testing.ZoneDns;

/** A real proxy with the rule {@code recipients} before a scripted mail server, behind a balancer that tells who comes. */
final class Gateway implements AutoCloseable {
    final ScriptedUpstream upstream = ScriptedUpstream.start();
    final MemoryStore store = new MemoryStore(InstantSource.system());
    private final Proxy proxy;
    private final int probes;

    Gateway(RecipientSettings settings) throws ProxyStartException {
        RecipientVerifier.Late verifier = new RecipientVerifier.Late();
        Tools tools =
                Hearings.tools(InstantSource.system(), store, new ZoneDns()).verifying(verifier);
        PolicyJudge judge = new PolicyJudge(
                Hearings.policy(InstantSource.system(), tools, Hearings.enforced(settings)), TrailSink.NONE);
        Endpoint mailServer = new Endpoint("127.0.0.1", upstream.address().getPort());
        try (LogCapture log = LogCapture.ofEverything()) {
            proxy = Proxy.start(settings(mailServer), judge, EventSink.NONE, Proxy.World.system(new ZoneDns()));
            log.awaitLine("Upstream " + mailServer + ": ready");
        }
        verifier.set(proxy.verifier(settings.ask().connections()));
        probes = upstream.talks().size();
    }

    private static ProxySettings settings(Endpoint mailServer) {
        ListenerSettings listener = new ListenerSettings(
                "mx",
                new Endpoint("127.0.0.1", 0),
                Service.INBOUND,
                TlsSettings.OFF,
                List.of(Network.parse("127.0.0.0/8")));
        // So many errors that a session of guesses is not ended for them.
        Limits patient = new Limits(1_000, 1_000, 1_000, 1_000_000, 1_000_000);
        return ProxySettings.of("mx.example.org", listener, UpstreamSettings.of(mailServer, Identity.NONE))
                .withLimits(patient);
    }

    /** A client at that address, with a transaction begun. */
    RawClient client(String address) {
        return RawClient.connect(proxy.address("mx"))
                .sendLines("PROXY TCP4 " + address + " 192.0.2.25 4711 25")
                .expect("220")
                .command("EHLO client.test", "250")
                .command("MAIL FROM:<sender@client.test>", "250");
    }

    /** The connections that the mail server has got, but for the probe's. */
    List<UpstreamTalk> connections() {
        List<UpstreamTalk> all = upstream.talks();
        return all.subList(probes, all.size());
    }

    /** How many recipients the mail server has looked up. */
    long lookups() {
        return connections().stream()
                .flatMap(talk -> talk.commands().stream())
                .filter(line -> line.startsWith("RCPT"))
                .count();
    }

    @Override
    public void close() {
        try (LogCapture log = LogCapture.ofEverything()) {
            proxy.close();
            upstream.close();
            assertThat(log.errors()).isEmpty();
        }
    }
}
