package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslProvider;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sekisho.dns.DnsLookup;
import org.sekisho.event.EventSink;
import org.sekisho.net.io.Transport;
import org.sekisho.policy.Judge;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.ListenerSettings;
import org.sekisho.settings.ProxySettings;
import org.sekisho.settings.UpstreamSettings;
import org.sekisho.settings.UpstreamSettings.Identity;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;
import org.sekisho.testing.ZoneDns;

/** An upstream that is given by its name. */
class UpstreamNameTest {
    private static final String NAME = "mail.test";
    private static final String NOBODY = "127.0.0.99";

    private final ScriptedUpstream upstream = ScriptedUpstream.start();

    @AfterEach
    void stop() {
        upstream.close();
    }

    private String replyToRecipient(DnsLookup dns) throws ProxyStartException {
        ProxySettings settings = ProxySettings.of(
                "proxy.test",
                ListenerSettings.inbound("mx", new Endpoint("127.0.0.1", 0)),
                UpstreamSettings.of(new Endpoint(NAME, upstream.address().getPort()), Identity.NONE));
        Proxy.World world =
                new Proxy.World(Transport.best(), SslProvider.OPENSSL, dns, InstantSource.system(), new SecureRandom());
        try (Proxy proxy = Proxy.start(settings, Judge.PASSING, EventSink.NONE, world);
                RawClient client = RawClient.connect(proxy.address("mx"))) {
            client.expect("220").command("EHLO client.test", "250").command("MAIL FROM:<a@client.test>", "250");
            return client.command("RCPT TO:<b@example.test>");
        }
    }

    @Test
    void takesTheNextOfItsAddressesWhenOneRefuses() throws ProxyStartException {
        ZoneDns dns = new ZoneDns().address(NAME, NOBODY).address(NAME, "127.0.0.1");
        assertThat(replyToRecipient(dns)).startsWith("250");
    }

    @Test
    void isUnavailableWhenAllItsAddressesRefuse() throws ProxyStartException {
        assertThat(replyToRecipient(new ZoneDns().address(NAME, NOBODY))).startsWith("451 4.4.1");
    }

    @Test
    void isUnavailableWhenTheNameHasNoAddress() throws ProxyStartException {
        assertThat(replyToRecipient(new ZoneDns())).startsWith("451 4.4.1");
    }

    @Test
    void isUnavailableWhenTheLookUpFails() throws ProxyStartException {
        assertThat(replyToRecipient(new ZoneDns().failing(NAME))).startsWith("451 4.4.1");
    }
}
