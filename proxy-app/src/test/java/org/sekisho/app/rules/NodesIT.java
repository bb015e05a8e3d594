package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.app.redis.RedisServer;
import org.sekisho.policy.References;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/** Two programs on one Redis know of each other, and each answers for both. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodesIT {
    private static final String RULES = """
            reloadOnChange: false
            rules:
              profile: none
              order: {connect: [bans], recipient: [allow, greylist]}
              set:
                bans: {mode: enforce}
                greylist: {mode: enforce, who: all, delay: 1h}
            """;

    private final RedisServer redis = RedisServer.start();
    private final ScriptedUpstream mta = ScriptedUpstream.start();
    private final Site one = node("mx1");
    private final Site two = node("mx2");

    private Site node(String name) {
        return node(name, false);
    }

    private Site node(String name, boolean pseudonyms) {
        mta.offering("PIPELINING", "ENHANCEDSTATUSCODES", "XCLIENT NAME ADDR PORT PROTO HELO");
        return new Site(
                mta,
                RULES,
                Map.of(
                        "SEKISHO_STATE_STORE",
                        "redis",
                        "SEKISHO_STATE_URI",
                        redis.uri(),
                        "SEKISHO_STATE_REDIS_NODE",
                        name,
                        "SEKISHO_LOG_PSEUDONYMS",
                        Boolean.toString(pseudonyms)));
    }

    @AfterAll
    void stop() {
        two.close();
        one.close();
        mta.close();
        redis.close();
    }

    private static String refusal(Site site, String client) {
        try (RawClient session = site.client(client)) {
            session.command("MAIL FROM:<a@example.org>", "250 ");
            return session.command("RCPT TO:<a@example.com>");
        }
    }

    /** Whoever awaits something asks more often than the endpoint allows. */
    private static Told tell(Site site, String... words) {
        return Await.value(
                "the endpoint takes the question",
                () -> Optional.of(site.tell(words))
                        .filter(told -> !told.errors().contains("too many requests")));
    }

    private static String ask(Site site, String... words) {
        Told told = tell(site, words);
        assertThat(told.exitCode()).as(told.errors()).isZero();
        return told.output();
    }

    private void awaitBoth() {
        Await.until("both see both", () -> {
            List<String> heard = ask(one, "nodes")
                    .lines()
                    .filter(line -> !line.contains("NOT HEARD"))
                    .toList();
            return Stream.of("mx1 ", "mx2 ").allMatch(name -> heard.stream().anyMatch(line -> line.startsWith(name)));
        });
    }

    /** With its lag, and that the keys differ, which each has made for itself. */
    @Test
    void eachIsListedOnBoth() {
        awaitBoth();

        assertThat(ask(two, "nodes"))
                .containsPattern("mx1 \\(references \\w\\w-\\) .*: heard .* no change behind, looked \\d+ s ago")
                .contains("its jail-key is not that of mx2")
                .containsPattern("mx2 .* asked now");
        assertThat(ask(two, "nodes", "--json")).contains("\"store\":\"redis\"", "\"name\":\"mx1\"");
        one.awaitLog("Node mx2: its jail-key is not that of mx1");
    }

    @Test
    void aDecisionIsExplainedByEither() {
        awaitBoth();
        String reference = Site.reference(refusal(one, "192.0.2.25"));

        assertThat(reference).startsWith(References.nodeId("mx1") + "-").hasSize(11);
        long begun = System.nanoTime();
        String explained = ask(two, "why", reference.replace("-", " "));
        System.out.printf(
                "a decision of another node is explained in %d ms, the start of the command among them%n",
                (System.nanoTime() - begun) / 1_000_000);
        assertThat(explained).contains("node     mx1", "192.0.2.25", "greylist");
        assertThat(ask(one, "why", reference)).isEqualTo(explained);
    }

    /** Nobody has told them of a change that the log has: it is seen, and at the next looks taken in. */
    @Test
    void aNodeThatHasMissedAChangeSaysSoUntilItHasLooked() {
        awaitBoth();

        Await.until("both are behind, however soon they look", () -> {
            redis.ask("incr", "sekisho:1:{bans}:sequence");
            return ask(one, "nodes").split("[0-9] changes? behind", -1).length == 3;
        });
        Await.until("both have looked", () -> ask(one, "nodes").split("no change behind", -1).length == 3);
    }

    @Test
    void aNodeWithPseudonymsTellsOthersNothingElse() {
        try (Site third = node("mx4", true)) {
            Await.until("the third is seen", () -> ask(one, "nodes").contains("mx4 "));
            String reference = Site.reference(refusal(third, "192.0.2.28"));

            assertThat(ask(one, "why", reference))
                    .contains("node     mx4", "client   ip-")
                    .doesNotContain("192.0.2.28", "<a@", " a@");
            third.terminate();
            third.awaitEnd();
        }
    }

    @Test
    void aReferenceThatNobodyKnowsIsNotFoundAndToldSo() {
        awaitBoth();

        assertThat(tell(two, "why", References.nodeId("mx1") + "-22222222").errors())
                .contains("no decision has the reference", "here or on mx1");
        assertThat(tell(two, "why", "22222222").errors()).contains("here or on mx1", "rules.keepDecisions");
        assertThat(tell(two, "why", "rubbish").exitCode()).isEqualTo(1);
    }

    @Test
    void aDecisionOfANodeThatWasKilledIsAskedForAgainWhenItRuns() {
        try (Site third = node("mx3")) {
            Await.until("the third is seen", () -> ask(one, "nodes").contains("mx3 "));
            String reference = Site.reference(refusal(third, "192.0.2.27"));
            Await.until("it is written", () -> tell(third, "why", reference).exitCode() == 0);
            third.kill();

            assertThat(tell(one, "why", reference).errors())
                    .contains("mx3 could not be asked: it did not answer within 3 s");
            Await.until(
                    "it is silent",
                    () -> ask(one, "nodes").contains("mx3 ")
                            && ask(one, "nodes").contains("NOT HEARD"));
            assertThat(tell(one, "why", reference).errors())
                    .contains("mx3 made it and was not heard since", "ask again when it runs");

            third.startAgain();
            Await.until("it is found", () -> tell(one, "why", reference).exitCode() == 0);
            assertThat(ask(one, "nodes")).containsOnlyOnce("mx3 ").doesNotContain("NOT HEARD");
            third.terminate();
            third.awaitEnd();
            assertThat(ask(one, "nodes")).doesNotContain("mx3 ");
        }
    }

    @Test
    void allReloadAtOnceAndEachSaysWhatCameOfIt() throws IOException {
        awaitBoth();
        String good = Files.readString(two.configuration());
        Files.writeString(
                one.configuration(), Files.readString(one.configuration()).replace("delay: 1h", "delay: 2h"));
        Files.writeString(two.configuration(), good.replace("greylist: {mode", "greylist: {mod"));

        Told told = tell(one, "reload", "--all-nodes");

        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.output()).isEqualTo("mx1: reloaded: rules\n");
        assertThat(told.errors()).contains("mx2: ", "mod", "sekisho: 1 of 2 nodes have not reloaded");

        Files.writeString(two.configuration(), good.replace("delay: 1h", "delay: 2h"));
        assertThat(ask(one, "reload", "--all-nodes")).isEqualTo("mx1: nothing has changed\nmx2: reloaded: rules\n");
        assertThat(Files.readString(two.state().resolve("audit.log"))).contains(" on mx1\"", "\"what\":\"reload\"");
    }

    /** What a node has by itself it tells; about others it says why it cannot. */
    @Test
    void whileRedisStandsStillOthersCannotBeAskedAndThatIsTold() {
        awaitBoth();
        String reference = Site.reference(refusal(one, "192.0.2.29"));
        Await.until("it is written", () -> tell(one, "why", reference).exitCode() == 0);

        redis.freeze();
        try {
            for (String command : List.of("nodes", "why 22222222", "reload --all-nodes")) {
                Told told = tell(one, command.split(" "));
                assertThat(told.exitCode()).as(command).isEqualTo(1);
                assertThat(told.errors()).as(command).contains("The state store " + redis.uri());
            }
            assertThat(ask(one, "why", reference)).contains("192.0.2.29");
        } finally {
            redis.thaw();
        }
        // Each finds Redis again by itself, and cannot answer the other before.
        Await.until("one has found Redis again", () -> tell(one, "nodes").exitCode() == 0);
        Await.until("two has found Redis again", () -> tell(two, "nodes").exitCode() == 0);
        awaitBoth();
    }

    /** It is the operator's mistake, not a defect: nothing has changed anywhere. */
    @Test
    void aJailThatIsNowhereIsToldByAll() {
        awaitBoth();

        Told told = tell(one, "reload", "sshd", "--all-nodes");

        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.errors())
                .contains(
                        "mx1: Sorry but the jail 'sshd' does not exist",
                        "mx2: Sorry but the jail 'sshd' does not exist");
    }
}
