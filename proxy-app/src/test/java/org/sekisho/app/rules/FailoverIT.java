package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.sekisho.app.redis.RedisCluster;
import org.sekisho.app.redis.RedisSentinels;
import org.sekisho.app.redis.RedisServer;
import org.sekisho.testing.Await;

/** The server that has the greylist dies by SIGKILL under the load of two proxies, and another takes its place. */
class FailoverIT {
    private static final Duration BEFORE = Duration.ofSeconds(2);

    @Test
    void aMasterOfAClusterOfSixIsKilledUnderLoad() throws Exception {
        try (RedisCluster cluster = RedisCluster.start();
                SharedSites sites = new SharedSites(SharedSites.PASSING, cluster.uri())) {
            RedisServer master = cluster.masterOf("sekisho:1:{greylist-triplets}:names");
            Await.until(
                    "its replica follows",
                    () -> master.ask("info", "replication").contains("state=online"));

            goesOn("a master of a cluster", sites, master);
        }
    }

    @Test
    void aMasterUnderSentinelIsKilledUnderLoad() throws Exception {
        try (RedisSentinels sentinels = RedisSentinels.start();
                SharedSites sites = new SharedSites(SharedSites.PASSING, sentinels.uri())) {
            goesOn("a master under Sentinel", sites, sentinels.master());
        }
    }

    private static void goesOn(String what, SharedSites sites, RedisServer master) throws Exception {
        MailLoad load = MailLoad.begin(sites.both());
        pass(BEFORE);
        master.kill();
        long killed = System.nanoTime();
        Await.until(
                "both have noticed",
                () -> sites.both().stream()
                        .allMatch(site -> site.log().contains("The state store ")
                                && site.log().contains(" does not work")));
        Await.until("both have found another", () -> sites.recoveries().stream().allMatch(count -> count > 0));
        Duration recovered = Duration.ofNanos(System.nanoTime() - killed);
        pass(BEFORE);
        MailLoad.Result result = load.end();
        Duration declared = DeclaredWait.of(sites.one);

        System.out.printf(
                "%s killed under two proxies: %s; all works after %d ms; declared wait: %d ms%n",
                what, result, recovered.toMillis(), declared.toMillis());
        assertThat(result.refusals()).isEmpty();
        assertThat(result.longestWait()).isLessThan(declared);
        assertThat(result.beat()).isLessThan(Duration.ofMillis(400));
        assertThat(MailLoad.Result.at(sites.mailServer))
                .containsAll(result.accepted())
                .doesNotHaveDuplicates();
        assertThat(sites.both())
                .allSatisfy(site -> assertThat(site.ask("status")).doesNotContain("does not work"));
    }

    private static void pass(Duration time) {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < time.toNanos()) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }
}
