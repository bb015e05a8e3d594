package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.app.redis.RedisServer;
import org.sekisho.testing.Await;

/** Redis is stopped by SIGSTOP for 30 s and let go, under load from two proxies. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrozenStoreIT {
    private static final Duration FROZEN = Duration.ofSeconds(30);
    private static final Duration BEFORE = Duration.ofSeconds(3);
    private static final Duration SECOND = Duration.ofSeconds(1);
    /** As docs/redis.md has it, and a second for a busy machine. */
    private static final Duration RECOVERY = Duration.ofSeconds(6 + 1);
    /** What both nodes ask at their return besides what their clients want: the lists, what waits to be saved, and probes. */
    private static final long AT_THE_RETURN = 500;

    private final RedisServer redis = RedisServer.start();
    private final SharedSites sites = new SharedSites(SharedSites.PASSING, redis.uri());

    @AfterAll
    void stop() {
        sites.close();
        redis.close();
    }

    @Test
    void nobodyHangsNothingIsLostAndTheReturnIsQuiet() throws Exception {
        MailLoad load = MailLoad.begin(sites.both());
        long atFirst = commands();
        pass(BEFORE);
        long usual = (commands() - atFirst) / BEFORE.toSeconds();
        List<Long> recoveries = sites.recoveries();
        int taken = load.taken();

        redis.freeze();
        pass(FROZEN);
        int takenFrozen = load.taken() - taken;
        redis.thaw();
        long thawed = System.nanoTime();
        long before = commands();
        Await.until("both have found it", () -> sites.haveRecoveredSince(recoveries));
        Duration recovered = Duration.ofNanos(System.nanoTime() - thawed);
        pass(SECOND);
        long rush = commands() - before;
        double seconds = Math.max(2, (System.nanoTime() - thawed) / 1e9); // The first node works while the other looks.
        MailLoad.Result result = load.end();
        Duration declared = DeclaredWait.of(sites.one);

        System.out.printf(
                "Redis stopped for %d s under two proxies: %s; %d taken meanwhile; recovered %d ms after SIGCONT;"
                        + " %d commands until a second later, %d usually in a second; declared wait: %d ms%n",
                FROZEN.toSeconds(), result, takenFrozen, recovered.toMillis(), rush, usual, declared.toMillis());
        assertThat(result.refusals()).isEmpty();
        assertThat(takenFrozen).isPositive();
        assertThat(result.longestWait()).isLessThan(declared);
        assertThat(result.longestBeat())
                .as("an event loop that waited for an answer would be late by the timeout")
                .isLessThan(sites.one.settings().state().redis().timeout());
        assertThat(MailLoad.Result.at(sites.mailServer))
                .containsAll(result.accepted())
                .doesNotHaveDuplicates();
        assertThat(recovered).isLessThan(RECOVERY);
        assertThat(rush).isLessThan(Math.round(seconds * usual) + AT_THE_RETURN);
    }

    private static void pass(Duration time) {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < time.toNanos()) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    /** How many Redis has carried out. */
    private long commands() {
        return redis.ask("info", "stats")
                .lines()
                .filter(line -> line.startsWith("total_commands_processed:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElseThrow();
    }
}
