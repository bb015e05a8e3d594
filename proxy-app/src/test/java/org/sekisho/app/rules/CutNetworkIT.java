package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.app.redis.StoreNetwork;
import org.sekisho.testing.Await;

/** The network between two proxies and Redis drops all packets for a while, under load, and then carries them again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CutNetworkIT {
    /** So long that TCP alone, which doubles its pauses, would come back many seconds late. */
    private static final Duration CUT = Duration.ofSeconds(20);

    /** As docs/redis.md has it, and a second for a busy machine. */
    private static final Duration RECOVERY = Duration.ofSeconds(8 + 1);

    private final StoreNetwork network = new StoreNetwork();
    private final SharedSites sites =
            new SharedSites(SharedSites.PASSING, network.redis().uri());

    @AfterAll
    void stop() {
        sites.close();
        network.close();
    }

    @Test
    void mailGoesOnAndBothFindTheStoreAgainWhenTheNetworkIsHealed() throws Exception {
        MailLoad load = MailLoad.begin(sites.both());
        List<Long> recoveries = sites.recoveries();
        int taken = load.taken();
        network.cut();
        long cut = System.nanoTime();
        while (System.nanoTime() - cut < CUT.toNanos()) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        int takenCut = load.taken() - taken;
        network.heal();
        long healed = System.nanoTime();
        Await.until("both have found it", () -> sites.haveRecoveredSince(recoveries));
        Duration recovered = Duration.ofNanos(System.nanoTime() - healed);
        MailLoad.Result result = load.end();
        Duration declared = DeclaredWait.of(sites.one);

        System.out.printf(
                "network cut for %d s under two proxies: %s; %d taken meanwhile; recovered %d ms after it was healed;"
                        + " declared wait: %d ms%n",
                CUT.toSeconds(), result, takenCut, recovered.toMillis(), declared.toMillis());
        assertThat(result.refusals()).isEmpty();
        assertThat(takenCut).isPositive();
        assertThat(result.longestWait()).isLessThan(declared);
        assertThat(result.longestBeat())
                .as("an event loop that waited for an answer would be late by the timeout")
                .isLessThan(sites.one.settings().state().redis().timeout());
        assertThat(MailLoad.Result.at(sites.mailServer))
                .containsAll(result.accepted())
                .doesNotHaveDuplicates();
        assertThat(recovered).isLessThan(RECOVERY);
    }
}
