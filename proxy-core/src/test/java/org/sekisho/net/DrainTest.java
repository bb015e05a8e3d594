package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.event.SessionEvent.Outcome;
import org.sekisho.settings.Limits;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/** A proxy that stops: idle clients leave at once, transactions in flight end first, all of it in time (K11, J21, D9). */
class DrainTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final ProxyFixture proxy = new ProxyFixture(upstream);
    private final CountDownLatch verdict = new CountDownLatch(1);

    @AfterEach
    void stop() {
        verdict.countDown();
        proxy.close();
    }

    private CompletableFuture<Void> drain(Duration limit) {
        return proxy.start().drain(limit).toCompletableFuture();
    }

    private void holdTheVerdict() {
        proxy.start();
        upstream.on(ScriptedUpstream.END_OF_DATA, (talk, command) -> {
            RelayFaultsTest.awaitLatch(verdict);
            return "250 2.0.0 Ok\r\n";
        });
    }

    @Test
    void idleClientsGet421AtOnce() {
        RawClient greeted = proxy.connect().expect("220");
        RawClient introduced = proxy.client();
        CompletableFuture<Void> stopped = drain(LONG);
        assertThat(greeted.expect("421 4.3.2").rest()).isEmpty();
        assertThat(introduced.expect("421 4.3.2").rest()).isEmpty();
        stopped.join();
        assertThat(proxy.session("client.test").cause()).isEqualTo(Cause.SHUTDOWN);
    }

    @Test
    void theListenerIsClosedAtOnce() {
        RawClient inData = proxy.clientInData();
        InetSocketAddress address = proxy.start().address(ProxyFixture.LISTENER);
        CompletableFuture<Void> stopped = drain(LONG);
        assertThatThrownBy(() -> RawClient.connect(address)).isInstanceOf(UncheckedIOException.class);
        inData.send(".\r\n").expect("250").expect("421");
        stopped.join();
    }

    @Test
    void aTransactionInFlightIsFinished() {
        RawClient client = proxy.clientWithRecipient();
        CompletableFuture<Void> stopped = drain(LONG);
        client.command("RCPT TO:<c@example.test>", "250").command("DATA", "354");
        client.send("hello\r\n.\r\n").expect("250 2.0.0 Ok").expect("421 4.3.2");
        stopped.join();
        assertThat(proxy.transaction().outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void aMessageThatWasSentWholeGetsItsVerdict() {
        holdTheVerdict();
        RawClient client = proxy.clientInData().send("hello\r\n.\r\n");
        CompletableFuture<Void> stopped = drain(LONG);
        client.expectSilence(Duration.ofMillis(200));
        verdict.countDown();
        client.expect("250 2.0.0 Ok").expect("421");
        stopped.join();
    }

    @Test
    void theVerdictIsAwaitedForAClientThatHasGone() {
        proxy.limits(new Limits(10, 1, 100, 20, 65_536));
        holdTheVerdict();
        RawClient client = proxy.clientInData().send("hello\r\n.\r\n");
        upstream.talkWith("\r\n.\r\n");
        client.reset();
        proxy.awaitPlace();
        CompletableFuture<Void> stopped = drain(LONG);
        verdict.countDown();
        stopped.join();
        assertThat(proxy.transaction().outcome()).isEqualTo(Outcome.ACCEPTED_UNTOLD);
    }

    @Test
    void theLimitIsKept() {
        holdTheVerdict();
        RawClient client = proxy.clientInData().send("hello\r\n.\r\n");
        upstream.talkWith("\r\n.\r\n");
        CompletableFuture<Void> stopped = drain(Duration.ofMillis(300));
        assertThat(client.expect("421 4.3.2").rest()).isEmpty();
        stopped.join();
        assertThat(proxy.transaction().outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void closingTellsEveryoneAndWaitsForNobody() {
        RawClient client = proxy.clientInData().send("hello\r\n");
        upstream.talkWith("hello");
        proxy.start().close();
        assertThat(client.expect("421 4.3.2").rest()).isEmpty();
        assertThat(proxy.transaction().outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(upstream.talkWith("hello").awaitEnd()).doesNotContain("\r\n.\r\n");
    }

    @Test
    void closingEndsADrain() {
        holdTheVerdict();
        RawClient client = proxy.clientInData().send("hello\r\n.\r\n");
        upstream.talkWith("\r\n.\r\n");
        CompletableFuture<Void> stopped = drain(LONG);
        proxy.start().close();
        assertThat(client.expect("421 4.3.2").rest()).isEmpty();
        assertThat(stopped).isCompleted();
    }
}
