package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.app.redis.FaultyWay;
import org.sekisho.app.redis.RedisServer;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/** The way to Redis is slow, stands still, or breaks in the middle of answers: what clients are told then. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultyWayIT {
    private static final String RULES = """
            rules:
              profile: none
              order: {connect: [limits], recipient: [recipients, greylist, limits]}
              set:
                recipients: {mode: enforce, refresh: 0, onStoreFailure: pass}
                limits:
                  mode: enforce
                  rates:
                    recipients-per-sender: 3/1h
                    connections-per-address: 60000/1m
                    connections-per-network: 60000/1m
                greylist: {mode: enforce, who: all, delay: 1s, onStoreFailure: pass}
            """;
    private static final int MANY = 20;
    private static final Duration LATENCY = Duration.ofMillis(50);

    private final RedisServer redis = RedisServer.start();
    private final FaultyWay way = FaultyWay.to(redis);
    private final ScriptedUpstream mailServer = ScriptedUpstream.start()
            .offering("PIPELINING", "ENHANCEDSTATUSCODES", "XCLIENT NAME ADDR PORT PROTO HELO")
            .on(
                    "RCPT",
                    (talk, command) -> command.contains("nobody") ? "550 5.1.1 No such user\r\n" : "250 2.1.5 Ok\r\n");
    private final Site site =
            new Site(mailServer, RULES, Map.of("SEKISHO_STATE_STORE", "redis", "SEKISHO_STATE_URI", way.uri()));
    private final Duration declared = DeclaredWait.of(site);
    private final List<Duration> waits = new ArrayList<>();

    @AfterEach
    void mends() {
        waits.clear();
        way.delays(Duration.ZERO);
        way.stalls(false);
        way.cutsAnswers(0, 0);
        Await.until("all works again", () -> {
            Told status = site.tell("status");
            return status.exitCode() == 0 && !status.output().contains(" does not work: ");
        });
    }

    @AfterAll
    void stop() {
        site.close();
        mailServer.close();
        way.close();
        redis.close();
    }

    /** The reply to RCPT in a session of its own. */
    private String recipient(String sender, String recipient) {
        try (RawClient session = site.client("192.0.2.1")) {
            session.command("MAIL FROM:<" + sender + "@example.org>", "250 ");
            long begun = System.nanoTime();
            String reply = session.command("RCPT TO:<" + recipient + "@example.com>");
            waits.add(Duration.ofNanos(System.nanoTime() - begun));
            return reply;
        }
    }

    private Duration longest() {
        return waits.stream().max(Duration::compareTo).orElseThrow();
    }

    private long asked(String recipient) {
        return mailServer.talks().stream()
                .flatMap(talk -> talk.commands().stream())
                .filter(command -> command.contains(recipient))
                .count();
    }

    @Test
    void allRulesJudgeAsUsualUnderFiftyMillisecondsOfLatency() {
        way.delays(LATENCY);

        assertThat(recipient("late", "user")).startsWith("450 4.2.0 Greylisted");
        Await.until("a retry counts", () -> recipient("late", "user").startsWith("250 "));
        assertThat(recipient("late", "user")).startsWith("250 ");
        assertThat(recipient("late", "user")).startsWith("250 ");
        assertThat(recipient("late", "user"))
                .as("the fourth of three in an hour")
                .startsWith("45")
                .doesNotContain("Greylisted");

        System.out.printf(
                "under %d ms of latency: longest wait at RCPT %d ms, declared %d ms%n",
                LATENCY.toMillis(), longest().toMillis(), declared.toMillis());
        assertThat(longest()).isLessThan(declared);
    }

    @Test
    void recipientsAreLearntUnderFiftyMillisecondsOfLatency() {
        way.delays(LATENCY);
        Await.until(
                "the mail server was asked", () -> recipient("guess", "nobody1").startsWith("550 5.1.1 "));
        long asked = asked("nobody1");

        Await.until(
                "the answer is remembered",
                () -> recipient("guess", "nobody1").startsWith("550 5.1.1 ") && asked("nobody1") == asked);
    }

    @Test
    void allPassWithinTheirTimeWhileAConnectionStandsStill() {
        way.stalls(true);
        for (int i = 0; i < MANY; i++) {
            assertThat(recipient("stalled" + i, "user")).startsWith("250 ");
        }

        System.out.printf(
                "on a connection that stands still: longest wait at RCPT %d ms, the last %d ms, declared %d ms%n",
                longest().toMillis(), waits.get(waits.size() - 1).toMillis(), declared.toMillis());
        assertThat(longest()).isLessThan(declared);
        assertThat(waits.get(waits.size() - 1)).isLessThan(declared.dividedBy(4));
    }

    /** What was not answered passes; what was, is greylisted. */
    @Test
    void clientsAreToldOneOfTheTwoWhereAnswersAreCut() {
        List<String> replies = new ArrayList<>();
        int cut = 0;
        for (int i = 0; i < MANY; i++) {
            String stranger = "stranger" + i + "-";
            Await.until(
                    "Redis is asked",
                    () -> recipient(stranger + waits.size(), "user").startsWith("450 "));
            way.cutsAnswers(1, 3);
            replies.add(recipient("cut" + i, "user"));
            cut += 1 - way.cutsLeft();
        }

        System.out.printf(
                "with %d first answers cut: %d of %d passed, longest wait at RCPT %d ms%n",
                cut,
                replies.stream().filter(reply -> reply.startsWith("250 ")).count(),
                MANY,
                longest().toMillis());
        assertThat(cut).isEqualTo(MANY);
        assertThat(replies)
                .allMatch(reply -> reply.startsWith("250 ") || reply.startsWith("450 4.2.0 Greylisted"))
                .anyMatch(reply -> reply.startsWith("250 "));
        assertThat(longest()).isLessThan(declared);
    }

    @Test
    void clientsAreToldOneOfTheTwoWhereConnectionsBreak() {
        List<String> replies = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            way.drops();
            replies.add(recipient("dropped" + i, "user"));
        }

        assertThat(replies).allMatch(reply -> reply.startsWith("250 ") || reply.startsWith("450 4.2.0 Greylisted"));
        assertThat(longest()).isLessThan(declared);
    }
}
