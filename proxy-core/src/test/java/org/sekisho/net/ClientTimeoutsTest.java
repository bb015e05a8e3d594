package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.event.SessionEvent.Outcome;
import org.sekisho.settings.Limits;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/** Nobody keeps a place by being slow: each request has a deadline of its own (X1 to X8, J10, bug 37). */
class ClientTimeoutsTest {
    private static final Duration SHORT = Duration.ofMillis(600);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int KILOBYTE = 1_024;

    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final ProxyFixture proxy = new ProxyFixture(upstream);
    private final ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        drip.shutdownNow();
        proxy.close();
    }

    /** Sends the octets again and again until the server closes. */
    private void dripping(RawClient client, String octets, Duration every) {
        var unused = drip.scheduleAtFixedRate(() -> client.send(octets), 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Test
    void cutsASilentClient() {
        proxy.timeouts(SHORT, LONG, LONG);
        assertThat(proxy.client().expect("421 4.4.2").rest()).isEmpty();
        assertThat(proxy.session("client.test").cause()).isEqualTo(Cause.TIMEOUT);
    }

    @Test
    void octetsOfAnUnfinishedCommandBuyNoTime() {
        proxy.timeouts(SHORT, LONG, LONG);
        RawClient client = proxy.client();
        dripping(client, "x", Duration.ofMillis(50));
        client.expect("421 4.4.2");
        assertThat(proxy.session("client.test").duration()).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void eachCommandBuysTheWholeTime() {
        proxy.timeouts(Duration.ofSeconds(2), LONG, LONG);
        RawClient client = proxy.client();
        for (int i = 0; i < 8; i++) {
            client.expectSilence(Duration.ofMillis(400)).command("NOOP", "250");
        }
    }

    @Test
    void cutsAMessageThatComesSlowerThan500OctetsASecond() {
        proxy.timeouts(LONG, SHORT, LONG);
        RawClient client = proxy.clientInData();
        dripping(client, "slow\r\n", Duration.ofMillis(100));
        client.expect("421 4.4.2");
        assertThat(upstream.talkWith("slow").awaitEnd()).doesNotContain("\r\n.\r\n");
        assertThat(proxy.transaction().outcome()).isEqualTo(Outcome.ABANDONED);
    }

    @Test
    void takesAMessageThatComesFastEnoughHoweverLongItLasts() {
        proxy.timeouts(LONG, SHORT, LONG);
        RawClient client = proxy.clientInData();
        String part = "x".repeat(198) + "\r\n";
        for (int i = 0; i < 12; i++) {
            client.send(part).expectSilence(Duration.ofMillis(150));
        }
        client.send(".\r\n").expect("250");
    }

    @Test
    void doesNotBlameTheClientForAnUpstreamThatTakesNothing() throws Exception {
        proxy.timeouts(LONG, SHORT, LONG).start();
        CountDownLatch slow = new CountDownLatch(1);
        upstream.on("DATA", (talk, command) -> {
            talk.send("354 Go\r\n");
            RelayFaultsTest.awaitLatch(slow);
            talk.skipMessage();
            return "250 2.0.0 Ok\r\n";
        });
        RawClient client = proxy.clientInData();
        Thread sender = new Thread(() -> client.send(("x".repeat(98) + "\r\n").repeat(100 * KILOBYTE) + ".\r\n"));
        sender.start();
        client.expectSilence(SHORT.multipliedBy(3));
        slow.countDown();
        client.expect("250");
        sender.join();
    }

    @Test
    void cutsAClientThatDoesNotReadItsReplies() {
        proxy.timeouts(LONG, LONG, SHORT).limits(new Limits(10, 10, 100, 1_000_000, 65_536));
        RawClient client = proxy.client();
        dripping(client, "WHAT\r\n".repeat(10_000), Duration.ofMillis(5));
        assertThat(proxy.session("client.test").cause()).isEqualTo(Cause.TIMEOUT);
    }

    @Test
    void refusesAMessageThatIsTooLargeAtItsEndAndGoesOn() {
        proxy.limits(new Limits(10, 10, 100, 20, 65_536));
        RawClient client = proxy.clientInData();
        client.send(("x".repeat(98) + "\r\n").repeat(1_000)).send(".\r\n").expect("552 5.3.4");
        client.command("MAIL FROM:<next@client.test>", "250").command("RCPT TO:<b@example.test>", "250");
        client.command("DATA", "354").send("small\r\n.\r\n").expect("250");
    }

    @Test
    void cutsAClientThatNeverEndsAMessageThatIsTooLarge() {
        proxy.limits(new Limits(10, 10, 100, 20, 65_536));
        RawClient client = proxy.clientInData();
        dripping(client, "y".repeat(16_000), Duration.ofMillis(5));
        client.expect("552 5.3.4");
        assertThat(proxy.session("client.test").cause()).isEqualTo(Cause.PROTOCOL);
    }

    // The upstream's side

    @Test
    void anUpstreamThatStopsReadingAMessageIsLeft() {
        proxy.upstreamTimeouts(LONG, SHORT, SHORT).start();
        upstream.on("DATA", (talk, command) -> {
            talk.send("354 Go\r\n");
            return talk.deafness();
        });
        RawClient client = proxy.clientInData();
        client.send(("x".repeat(98) + "\r\n").repeat(100 * KILOBYTE)).send(".\r\n");
        client.expect("451 4.4.2").command("NOOP", "250");
        assertThat(proxy.transaction().outcome()).isEqualTo(Outcome.DEFERRED);
    }

    @Test
    void anUpstreamThatNeverGivesItsVerdictLeavesTheOutcomeUnknown() {
        proxy.upstreamTimeouts(LONG, LONG, SHORT).start();
        upstream.on(ScriptedUpstream.END_OF_DATA, (talk, command) -> talk.silence());
        proxy.clientInData().send("hello\r\n.\r\n").expect("451 4.4.2");
        assertThat(proxy.transaction().outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void waitsForTheVerdictLongerThanForOtherReplies() {
        proxy.upstreamTimeouts(LONG, SHORT, LONG).start();
        CountDownLatch verdict = new CountDownLatch(1);
        upstream.on(ScriptedUpstream.END_OF_DATA, (talk, command) -> {
            RelayFaultsTest.awaitLatch(verdict);
            return "250 2.0.0 Ok\r\n";
        });
        RawClient client = proxy.clientInData().send("hello\r\n.\r\n");
        client.expectSilence(SHORT.multipliedBy(2));
        verdict.countDown();
        client.expect("250");
    }
}
