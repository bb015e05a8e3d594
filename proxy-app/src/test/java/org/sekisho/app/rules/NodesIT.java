package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
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
                        name));
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

    private void awaitBoth() {
        Await.until("both see both", () -> {
            String seen = one.ask("nodes");
            return !seen.contains("NOT HEARD") && seen.contains("mx1 ") && seen.contains("mx2 ");
        });
    }

    /** With its lag, and that the keys differ, which each has made for itself. */
    @Test
    void eachIsListedOnBoth() {
        awaitBoth();

        assertThat(two.ask("nodes"))
                .containsPattern("mx1 \\(references \\w\\w-\\) .*: heard .* no change behind, looked \\d+ s ago")
                .contains("its jail-key is not that of mx2")
                .containsPattern("mx2 .* asked now");
        assertThat(two.ask("nodes", "--json")).contains("\"store\":\"redis\"", "\"name\":\"mx1\"");
        one.awaitLog("Node mx2: its jail-key is not that of mx1");
    }

    @Test
    void aDecisionIsExplainedByEither() {
        awaitBoth();
        String reference = Site.reference(refusal(one, "192.0.2.25"));

        assertThat(reference).startsWith(References.nodeId("mx1") + "-").hasSize(11);
        long begun = System.nanoTime();
        String explained = two.ask("why", reference.replace("-", " "));
        System.out.printf(
                "a decision of another node is explained in %d ms, the start of the command among them%n",
                (System.nanoTime() - begun) / 1_000_000);
        assertThat(explained).contains("node     mx1", "192.0.2.25", "greylist");
        assertThat(one.ask("why", reference)).isEqualTo(explained);
    }

    @Test
    void aReferenceThatNobodyKnowsIsNotFoundAndToldSo() {
        awaitBoth();

        assertThat(two.tell("why", References.nodeId("mx1") + "-22222222").errors())
                .contains("no decision has the reference", "here or on mx1");
        assertThat(two.tell("why", "22222222").errors()).contains("here or on mx1", "rules.keepDecisions");
        assertThat(two.tell("why", "rubbish").exitCode()).isEqualTo(1);
    }

    @Test
    void aDecisionOfANodeThatWasKilledIsAskedForAgainWhenItRuns() {
        try (Site third = node("mx3")) {
            Await.until("the third is seen", () -> one.ask("nodes").contains("mx3 "));
            String reference = Site.reference(refusal(third, "192.0.2.27"));
            Await.until("it is written", () -> third.tell("why", reference).exitCode() == 0);
            third.kill();

            assertThat(one.tell("why", reference).errors())
                    .contains("mx3 could not be asked: it did not answer within 3 s");
            Await.until(
                    "it is silent",
                    () -> one.ask("nodes").contains("mx3 ") && one.ask("nodes").contains("NOT HEARD"));
            assertThat(one.tell("why", reference).errors())
                    .contains("mx3 made it and was not heard since", "ask again when it runs");

            third.startAgain();
            Await.until("it is found", () -> one.tell("why", reference).exitCode() == 0);
            assertThat(one.ask("nodes")).containsOnlyOnce("mx3 ").doesNotContain("NOT HEARD");
            third.terminate();
            third.awaitEnd();
            assertThat(one.ask("nodes")).doesNotContain("mx3 ");
        }
    }

    @Test
    void allReloadAtOnceAndEachSaysWhatCameOfIt() throws IOException {
        awaitBoth();
        String good = Files.readString(two.configuration());
        Files.writeString(
                one.configuration(), Files.readString(one.configuration()).replace("delay: 1h", "delay: 2h"));
        Files.writeString(two.configuration(), good.replace("greylist: {mode", "greylist: {mod"));

        Told told = one.tell("reload", "--all-nodes");

        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.output()).isEqualTo("mx1: reloaded: rules\n");
        assertThat(told.errors()).contains("mx2: ", "mod", "sekisho: 1 of 2 nodes have not reloaded");

        Files.writeString(two.configuration(), good.replace("delay: 1h", "delay: 2h"));
        assertThat(one.ask("reload", "--all-nodes")).isEqualTo("mx1: nothing has changed\nmx2: reloaded: rules\n");
        assertThat(Files.readString(two.state().resolve("audit.log"))).contains(" on mx1\"", "\"what\":\"reload\"");
    }

    /** It is the operator's mistake, not a defect: nothing has changed anywhere. */
    @Test
    void aJailThatIsNowhereIsToldByAll() {
        awaitBoth();

        Told told = one.tell("reload", "sshd", "--all-nodes");

        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.errors())
                .contains(
                        "mx1: Sorry but the jail 'sshd' does not exist",
                        "mx2: Sorry but the jail 'sshd' does not exist");
    }
}
