package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslProvider;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sekisho.dns.DnsLookup;
import org.sekisho.event.EventSink;
import org.sekisho.net.io.Addresses;
import org.sekisho.net.io.Transport;
import org.sekisho.policy.Judge;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.ListenerSettings;
import org.sekisho.settings.ProxySettings;
import org.sekisho.settings.UpstreamSettings;
import org.sekisho.settings.UpstreamSettings.Identity;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/** An upstream that is given by its name. */
class UpstreamNameTest {
    private static final InetAddress NOBODY = Addresses.literal("127.0.0.99").orElseThrow();

    private final ScriptedUpstream upstream = ScriptedUpstream.start();

    @AfterEach
    void stop() {
        upstream.close();
    }

    private String replyToRecipient(DnsLookup dns) throws ProxyStartException {
        ProxySettings settings = ProxySettings.of(
                "proxy.test",
                ListenerSettings.inbound("mx", new Endpoint("127.0.0.1", 0)),
                UpstreamSettings.of(new Endpoint("mail.test", upstream.address().getPort()), Identity.NONE));
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
        List<InetAddress> both = List.of(NOBODY, Addresses.LOOPBACK4);
        assertThat(replyToRecipient(name -> CompletableFuture.completedFuture(both)))
                .startsWith("250");
    }

    @Test
    void isUnavailableWhenAllItsAddressesRefuse() throws ProxyStartException {
        assertThat(replyToRecipient(name -> CompletableFuture.completedFuture(List.of(NOBODY))))
                .startsWith("451 4.4.1");
    }

    @Test
    void isUnavailableWhenTheNameHasNoAddress() throws ProxyStartException {
        assertThat(replyToRecipient(name -> CompletableFuture.completedFuture(List.of())))
                .startsWith("451 4.4.1");
    }

    @Test
    void isUnavailableWhenTheLookUpFails() throws ProxyStartException {
        assertThat(replyToRecipient(name -> CompletableFuture.failedFuture(new IllegalStateException("SERVFAIL"))))
                .startsWith("451 4.4.1");
    }
}
