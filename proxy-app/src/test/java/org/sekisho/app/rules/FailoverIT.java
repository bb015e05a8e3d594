package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.sekisho.app.redis.RedisCluster;
import org.sekisho.app.redis.RedisSentinels;
import org.sekisho.app.redis.RedisServer;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;

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
        List<Long> recoveries = sites.recoveries();
        int taken = load.taken();
        master.kill();
        long killed = System.nanoTime();
        Await.until(
                "both have noticed",
                () -> sites.both().stream()
                        .allMatch(site -> site.log().contains("The state store ")
                                && site.log().contains(" does not work")));
        Await.until("both have found another", () -> sites.haveRecoveredSince(recoveries));
        Duration recovered = Duration.ofNanos(System.nanoTime() - killed);
        int takenMeanwhile = load.taken() - taken;
        pass(BEFORE);
        MailLoad.Result result = load.end();
        Duration declared = DeclaredWait.of(sites.one);

        System.out.printf(
                "%s killed under two proxies: %s; %d taken meanwhile; all works after %d ms; declared wait: %d ms%n",
                what, result, takenMeanwhile, recovered.toMillis(), declared.toMillis());
        assertThat(result.refusals()).isEmpty();
        assertThat(takenMeanwhile).isPositive();
        assertThat(result.longestWait()).isLessThan(declared);
        assertThat(result.longestBeat())
                .as("an event loop that waited for an answer would be late by the timeout")
                .isLessThan(sites.one.settings().state().redis().timeout());
        assertThat(MailLoad.Result.at(sites.mailServer))
                .containsAll(result.accepted())
                .doesNotHaveDuplicates();
        assertThat(sites.both())
                .allSatisfy(site -> assertThat(site.ask("status")).doesNotContain("does not work"));
        theOtherServerIsTheOneOfBoth(sites);
    }

    /** Whom one proxy puts off, the other lets in when they come back. */
    private static void theOtherServerIsTheOneOfBoth(SharedSites sites) {
        assertThat(recipient(sites.one)).startsWith("450 4.2.0 Greylisted");
        Await.until(
                "a retry at the other proxy counts", () -> recipient(sites.two).startsWith("250 "));
    }

    private static String recipient(Site site) {
        try (RawClient session = site.client("203.0.113.77")) {
            session.command("MAIL FROM:<late@example.org>", "250 ");
            return session.command("RCPT TO:<user@example.com>");
        }
    }

    private static void pass(Duration time) {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < time.toNanos()) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }
}
