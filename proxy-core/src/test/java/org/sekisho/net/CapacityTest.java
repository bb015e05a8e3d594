package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sekisho.settings.Limits;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/** How many connections there may be on either side, and which upstream address gets the next one. */
class CapacityTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final ScriptedUpstream first = ScriptedUpstream.start();
    private final ScriptedUpstream second = ScriptedUpstream.start();
    private final ProxyFixture proxy = new ProxyFixture(first, second);
    private final List<RawClient> clients = new ArrayList<>();

    @AfterEach
    void stop() {
        clients.forEach(RawClient::close);
        proxy.close();
    }

    private String deliver(String sender) {
        RawClient client = proxy.client().command("MAIL FROM:<" + sender + "@client.test>", "250");
        clients.add(client);
        String reply = client.command("RCPT TO:<b@example.test>");
        return reply.startsWith("250")
                ? client.command("DATA", "354").send("x\r\n.\r\n").reply()
                : reply;
    }

    // Clients

    @Test
    void refusesTheConnectionBeyondTheClientsLimit() {
        proxy.limits(new Limits(10, 2, 100, 20, 65_536));
        proxy.client();
        RawClient leaving = proxy.client();
        assertThat(proxy.connect().expect("421 4.7.0").rest()).isEmpty();
        leaving.close();
        proxy.awaitPlace();
    }

    @Test
    void refusesTheConnectionBeyondTheLimitOfAll() {
        proxy.limits(new Limits(2, 10, 100, 20, 65_536));
        proxy.client();
        proxy.client();
        assertThat(proxy.connect().expect("421 4.7.0").rest()).isEmpty();
    }

    @Test
    void aRefusedConnectionTakesNoPlaceOfAnother() {
        proxy.limits(new Limits(1, 1, 100, 20, 65_536));
        RawClient only = proxy.client();
        for (int i = 0; i < 20; i++) {
            clients.add(proxy.connect().expect("421"));
        }
        only.command("QUIT", "221");
        proxy.awaitPlace();
    }

    @Test
    void aSessionThatWasCutOffForItsErrorsNoLongerCounts() {
        proxy.limits(new Limits(10, 1, 100, 1, 65_536));
        RawClient client = proxy.client();
        client.command("WHAT", "500").command("WHAT", "421");
        proxy.awaitPlace();
        client.close();
    }

    // Upstream connections

    @Test
    void sharesSessionsAmongTheAddresses() {
        proxy.start();
        for (int i = 0; i < 6; i++) {
            assertThat(deliver("a" + i)).startsWith("250");
        }
        assertThat(first.open()).isEqualTo(3);
        assertThat(second.open()).isEqualTo(3);
    }

    @Test
    void aSessionBeyondTheCapGetsTheNextFreeConnection() {
        proxy.upstreamConnections(1).start();
        assertThat(deliver("one")).startsWith("250");
        assertThat(deliver("two")).startsWith("250");
        RawClient waiting = proxy.client().command("MAIL FROM:<three@client.test>", "250");
        waiting.send("RCPT TO:<b@example.test>\r\n").expectSilence(Duration.ofMillis(100));
        assertThat(first.open() + second.open()).isEqualTo(2);
        clients.get(0).command("QUIT", "221");
        waiting.expect("250");
    }

    @Test
    void aSessionThatWaitsTooLongForAConnectionIsDeferred() {
        proxy.upstreamTimeouts(SHORT, LONG, LONG).upstreamConnections(1).start();
        assertThat(deliver("one")).startsWith("250");
        assertThat(deliver("two")).startsWith("250");
        assertThat(deliver("three")).startsWith("451 4.3.2");
        clients.get(2).command("NOOP", "250");
    }

    @Test
    void aClientThatLeavesTheLineHoldsUpNobody() {
        proxy.upstreamConnections(1).start();
        assertThat(deliver("one")).startsWith("250");
        assertThat(deliver("two")).startsWith("250");
        for (int i = 0; i < 3; i++) {
            RawClient impatient = proxy.client().command("MAIL FROM:<a@client.test>", "250");
            impatient.send("RCPT TO:<b@example.test>\r\n").reset();
        }
        RawClient waiting = proxy.client().command("MAIL FROM:<four@client.test>", "250");
        waiting.send("RCPT TO:<b@example.test>\r\n");
        clients.get(1).command("QUIT", "221");
        waiting.expect("250");
    }

    @Test
    void manySessionsNeverMakeMoreConnectionsThanTheCap() {
        proxy.upstreamConnections(3).start();
        CountDownLatch release = new CountDownLatch(1);
        ScriptedUpstream.Answer late = (talk, command) -> {
            RelayFaultsTest.awaitLatch(release);
            return "554 Full\r\n";
        };
        first.on(ScriptedUpstream.GREETING, late);
        second.on(ScriptedUpstream.GREETING, late);
        for (int i = 0; i < 20; i++) {
            RawClient client = proxy.client().command("MAIL FROM:<a@client.test>", "250");
            clients.add(client.send("RCPT TO:<b@example.test>\r\n"));
        }
        Await.until("all places are taken", () -> first.open() + second.open() == 6);
        clients.get(0).expectSilence(Duration.ofMillis(100));
        assertThat(first.open()).isEqualTo(3);
        release.countDown();
        clients.forEach(client -> client.expect("451 4.4.1"));
    }

    // Fail-over

    @Test
    void goesOnToTheOtherAddressWhenOneRefusesConnections() {
        proxy.start();
        first.refuseConnections();
        for (int i = 0; i < 4; i++) {
            assertThat(deliver("a" + i)).startsWith("250");
        }
        Await.until("the second upstream has four connections", () -> second.open() == 4);
    }

    @Test
    void remembersAnAddressThatTurnedSessionsAway() {
        proxy.start();
        first.on(ScriptedUpstream.GREETING, "421 4.3.2 Maintenance\r\n");
        for (int i = 0; i < 4; i++) {
            assertThat(deliver("a" + i)).startsWith("250");
        }
        // The probe, and the one attempt that failed.
        assertThat(first.talks()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void anAddressThatHangsCostsOneSessionHalfTheTime() {
        proxy.upstreamTimeouts(SHORT, LONG, LONG).start();
        first.on(ScriptedUpstream.GREETING, (talk, command) -> talk.silence());
        for (int i = 0; i < 4; i++) {
            assertThat(deliver("a" + i)).startsWith("250");
        }
        // The probe, and the one session that tried it.
        assertThat(first.talks()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void takesTheOtherAddressWhenOneIsLostBeforeItAnsweredARecipient() {
        proxy.start();
        ScriptedUpstream.Answer gone = (talk, command) -> talk.reset();
        first.on("MAIL", gone);
        for (int i = 0; i < 4; i++) {
            assertThat(deliver("a" + i)).startsWith("250");
        }
        Await.until("the second upstream has four connections", () -> second.open() == 4);
    }

    @Test
    void triesAllAddressesWhenAllHaveFailedLately() {
        proxy.start();
        first.on(ScriptedUpstream.GREETING, "421 4.3.2 Maintenance\r\n");
        second.on(ScriptedUpstream.GREETING, "421 4.3.2 Maintenance\r\n");
        assertThat(deliver("a")).startsWith("451 4.4.1");
        first.on(ScriptedUpstream.GREETING, "220 back\r\n");
        assertThat(deliver("b")).startsWith("250");
    }
}
