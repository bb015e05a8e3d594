package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Hearing;
import org.sekisho.policy.Stage;
import org.sekisho.settings.Limits;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/** Many clients that are made to wait at once. What each costs exactly is measured by the benchmarks {@code idle} and {@code held}. */
class HeldSessionsTest {
    private static final int CLIENTS = 2_000;
    /** The goal of 8 KiB, and as much for the buffer of the test's own client, which lives in the same process. */
    private static final long MOST_HEAP = 16 * 1_024;

    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();
    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final ProxyFixture proxy = new ProxyFixture(upstream)
            .limits(new Limits(CLIENTS, CLIENTS, 100, 20, 65_536))
            .judge(new Counting());
    private final List<RawClient> clients = new ArrayList<>();

    private final class Counting implements Hearing {
        @Override
        public CompletionStage<Decision> judge(Stage stage) {
            return CompletableFuture.completedStage(
                    stage instanceof Stage.AtRcpt ? new Decision.Pass(Duration.ofMinutes(4)) : Decision.PASS);
        }

        @Override
        public void tell(Happening happening) {
            if (happening instanceof Happening.DelayBegan) {
                held.incrementAndGet();
            } else if (happening instanceof Happening.DelayEnded ended && ended.end() == Happening.End.CLIENT_LEFT) {
                left.incrementAndGet();
            }
        }
    }

    @AfterEach
    void stop() {
        clients.forEach(RawClient::close);
        proxy.close();
    }

    private void holdAll() {
        proxy.start();
        hold(CLIENTS);
    }

    private void hold(int upTo) {
        while (clients.size() < upTo) {
            clients.add(proxy.connect().send("EHLO c.test\r\nMAIL FROM:<a@c.test>\r\nRCPT TO:<b@example.test>\r\n"));
        }
        Await.until(upTo + " clients wait", () -> held.get() == upTo);
    }

    @Test
    @DisplayName("capability 2.9: two thousand clients that wait cost no thread and no upstream connection")
    void costNoThreadAndNoUpstream() {
        proxy.start();
        int before = Thread.activeCount();
        holdAll();
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(before + 1);
        assertThat(upstream.open()).isZero();
    }

    @Test
    @DisplayName("capability 2.9: clients that wait take a few KiB of heap each")
    void takeAFewKibibytesOfHeapEach() {
        proxy.start();
        // What is made once for all of them is made for the first.
        hold(CLIENTS / 2);
        long before = heap();
        hold(CLIENTS);

        assertThat((heap() - before) / (CLIENTS / 2)).isLessThan(MOST_HEAP);
    }

    @Test
    void areFreeAsSoonAsTheyLeave() {
        holdAll();
        proxy.connect().expect("421");
        clients.forEach(RawClient::close);
        Await.until("all have left", () -> left.get() == CLIENTS);
        proxy.awaitPlace();
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
