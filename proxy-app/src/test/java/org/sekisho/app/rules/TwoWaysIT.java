package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.app.redis.FaultyWay;
import org.sekisho.app.redis.RedisServer;
import org.sekisho.testing.Await;

/** Two proxies come to one Redis by different ways, of which one or both are bad. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoWaysIT {
    private static final Duration LATENCY = Duration.ofMillis(50);
    private static final Duration DRIVEN = Duration.ofSeconds(10);
    private static final double LOST = 0.02;
    private static final long SEED = 20_270_104;
    /** As docs/redis.md has it: to find that Redis works, and to look at the lists; and a second for a busy machine. */
    private static final Duration AGREEMENT = Duration.ofSeconds(8 + 10 + 1);

    private static final int FIRST_ALLOWED = 100;
    private static final Pattern ADDRESS = Pattern.compile("(?m)^198\\.51\\.100\\.(\\d+) ");

    private final RedisServer redis = RedisServer.start();
    private final FaultyWay wayOfOne = FaultyWay.to(redis);
    private final FaultyWay wayOfTwo = FaultyWay.to(redis);
    private final SharedSites sites = new SharedSites(SharedSites.PASSING, List.of(wayOfOne.uri(), wayOfTwo.uri()));
    private final Site one = sites.one;
    private final Site two = sites.two;

    @AfterEach
    void mends() {
        for (FaultyWay way : List.of(wayOfOne, wayOfTwo)) {
            way.severs(false);
            way.delays(Duration.ZERO);
            way.loses(0, new Random(SEED));
        }
        sites.both().forEach(site -> Await.until("all works again", () -> works(site)));
    }

    @AfterAll
    void stop() {
        sites.close();
        wayOfOne.close();
        wayOfTwo.close();
        redis.close();
    }

    private static boolean works(Site site) {
        return !told(site, "status").contains(" does not work: ");
    }

    /** The endpoint answers no more than some requests in a second. */
    private static String told(Site site, String... words) {
        return Await.value(
                "the endpoint has time",
                () -> Optional.of(site.tell(words))
                        .filter(told -> told.exitCode() == 0)
                        .map(Told::output));
    }

    // One is cut off

    @Test
    void whatBothSaidWhileOneWasCutOffHoldsOnBothAfterwards() {
        told(two, "ban", banned(3), banned(4), banned(5), banned(6), banned(7));
        for (int number : List.of(3, 4, 5, 6, 7)) {
            told(two, "allow", "add", allowed(number));
        }
        awaitBoth("both know what was said before", "3 4 5 6 7");

        wayOfOne.severs(true);
        Await.until("the first one has noticed", () -> !works(one));
        assertThat(works(two)).isTrue();
        says(one, 1, true);
        says(two, 2, true);
        says(one, 3, false);
        says(two, 4, false);
        // Of these both say something: what is said later is to hold, unless nothing is left of it in the store.
        says(one, 5, false);
        says(two, 5, true);
        says(two, 6, true);
        says(one, 6, false);
        says(one, 7, true);
        says(two, 7, false);
        assertThat(held(one)).isEqualTo("1 4 7 1 4 7");
        assertThat(held(two)).isEqualTo("2 3 5 6 2 3 5 6");

        wayOfOne.severs(false);
        long healed = System.nanoTime();
        awaitBoth("both agree", "1 2 5 7");
        Duration agreed = Duration.ofNanos(System.nanoTime() - healed);

        System.out.printf(
                "one of two proxies was cut off: both agree %d ms after the network was healed%n", agreed.toMillis());
        assertThat(agreed).isLessThan(AGREEMENT);
    }

    private static String banned(int number) {
        return "198.51.100." + number;
    }

    private static String allowed(int number) {
        return "198.51.100." + (FIRST_ALLOWED + number);
    }

    /** That an address is banned and another one allowed, or that neither is. */
    private static void says(Site site, int number, boolean holds) {
        told(site, holds ? "ban" : "unban", banned(number));
        told(site, "allow", holds ? "add" : "remove", allowed(number));
    }

    private void awaitBoth(String what, String numbers) {
        Await.until(
                what, () -> sites.both().stream().allMatch(site -> held(site).equals(numbers + " " + numbers)));
    }

    /** The numbers of all that are banned, and then of those that are allowed. */
    private static String held(Site site) {
        return Stream.of("banned", "allow")
                .flatMap(command -> ADDRESS.matcher(told(site, command)).results())
                .map(found -> Integer.parseInt(found.group(1)))
                .sorted()
                .map(octet -> String.valueOf(octet % FIRST_ALLOWED))
                .collect(Collectors.joining(" "));
    }

    // Both are bad

    /** One is slow; of the other's questions and answers some are lost, and the connection with them. */
    @Test
    void noMailIsLostNorDoubledAndNobodyRefusedWhileOneWayIsSlowAndTheOtherLoses() throws Exception {
        MailLoad load = MailLoad.begin(sites.both());
        int before = wayOfTwo.connections();
        wayOfOne.delays(LATENCY);
        wayOfTwo.loses(LOST, new Random(SEED));
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < DRIVEN.toNanos()) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        MailLoad.Result result = load.end();

        System.out.printf(
                "one way with %d ms of latency, one that loses %.0f %% for %d s: %s; %d connections made again; declared: %d ms%n",
                LATENCY.toMillis(),
                100 * LOST,
                DRIVEN.toSeconds(),
                result,
                wayOfTwo.connections() - before,
                DeclaredWait.of(two).toMillis());
        assertThat(wayOfTwo.connections()).isGreaterThan(before);
        assertThat(result.refusals()).isEmpty();
        assertThat(result.accepted()).isNotEmpty();
        assertThat(result.longestWait()).isLessThan(DeclaredWait.of(two));
        assertThat(MailLoad.Result.at(sites.mailServer))
                .containsAll(result.accepted())
                .doesNotHaveDuplicates();
    }
}
