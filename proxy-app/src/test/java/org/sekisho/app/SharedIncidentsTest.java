package org.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.app.config.CommandLineSettings;
import org.sekisho.app.config.Configuration;
import org.sekisho.app.config.ConfigurationSource;
import org.sekisho.app.notice.Notices;
import org.sekisho.app.redis.RedisServer;
import org.sekisho.policy.Mode;
import org.sekisho.policy.PolicyJudge;
import org.sekisho.policy.RecipientVerifier;
import org.sekisho.policy.Stage;
import org.sekisho.policy.TrailSink;
import org.sekisho.rules.account.Alarm;
import org.sekisho.rules.account.Familiarity;
import org.sekisho.rules.incident.Docket;
import org.sekisho.rules.incident.Entry;
import org.sekisho.rules.incident.Incident;
import org.sekisho.rules.incident.State;
import org.sekisho.rules.origin.Origin;
import org.sekisho.testing.Await;
import org.sekisho.testing.Cases;
import org.sekisho.testing.ScriptedUpstream;
import org.sekisho.testing.ZoneDns;

/** Two nodes on one real Redis: an incident is one for both. */
class SharedIncidentsTest {
    private static final String TARO = "taro@example.jp";
    private static final String THIEF = "203.0.113.66";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String CONFIGURATION = """
            state: {store: redis, uri: "REDIS", directory: "DIRECTORY"}
            rules: {set: {accounts: {mode: enforce}}}
            incidents:
              response: restrict
              notice: {enabled: true, server: "MAIL"}
            """;

    private final RedisServer redis = RedisServer.start();
    private final ScriptedUpstream mail = ScriptedUpstream.start();

    @TempDir
    private Path directory;

    private Configuration configuration;
    private Node one;
    private Node two;

    /** What of a node is about incidents; the test says when it looks after them. */
    private static final class Node implements AutoCloseable {
        private final Memory memory;
        private final Docket docket;
        private final Lists lists;
        private final Notices notices;
        private final PolicyJudge judge;

        Node(Configuration configuration) throws Exception {
            InstantSource clock = InstantSource.system();
            SecureRandom random = new SecureRandom();
            memory = Memory.open(configuration.state(), clock, random);
            Defences defences =
                    Defences.of(configuration, clock, random, new ZoneDns(), memory, () -> 0, RecipientVerifier.NONE);
            docket = defences.tools().docket();
            docket.ask((account, client) -> CompletableFuture.completedStage(Familiarity.NEW));
            docket.govern(configuration.incidents(), net -> Mode.ENFORCE);
            lists = Lists.read(defences.tools(), memory.news());
            notices = new Notices(docket, name -> name, "mx.example.jp", clock);
            judge = new PolicyJudge(defences.policy(List.of()), TrailSink.NONE);
        }

        boolean restricts() {
            return docket.defending(TARO).isPresent();
        }

        Incident find(String id) {
            return docket.find(id).toCompletableFuture().join().orElseThrow();
        }

        void tick() {
            docket.tick().toCompletableFuture().join();
        }

        void alarm() {
            docket.told(new Alarm(
                    TARO,
                    "countries",
                    100,
                    Instant.EPOCH,
                    InetAddress.getLoopbackAddress(),
                    Origin.UNKNOWN,
                    "10 countries within 1d",
                    List.of(),
                    OptionalInt.empty()));
        }

        /** A login at a new place, which the restriction refuses. */
        void attempt() {
            Stage.Connection connection = Cases.connection(THIEF);
            Stage.Introduction introduction =
                    new Stage.Introduction("client.test", true, true, false, Optional.empty());
            judge.open(connection)
                    .judge(new Stage.AtAuth(connection, introduction, "PLAIN", Optional.of(TARO)))
                    .toCompletableFuture()
                    .join();
        }

        @Override
        public void close() {
            memory.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        Path file = Files.writeString(
                directory.resolve("sekisho.yaml"),
                CONFIGURATION
                        .replace("REDIS", redis.uri())
                        .replace("DIRECTORY", directory.toString())
                        .replace("MAIL", "127.0.0.1:" + mail.address().getPort()));
        configuration = new ConfigurationSource(Map.of(), Optional.of(file), CommandLineSettings.NONE).load();
        one = new Node(configuration);
        two = new Node(configuration);
        Await.until(
                "both hear of changes",
                () -> redis.ask("pubsub", "numsub", "sekisho:1:changes").endsWith("2"));
    }

    @AfterEach
    void stop() {
        two.close();
        one.close();
        mail.close();
        redis.close();
    }

    /** By the first node, and the second one has heard of it. */
    private String restricted() {
        one.alarm();
        Await.until("the other node restricts the account, too", two::restricts);
        return one.docket.of(TARO).orElseThrow().id();
    }

    private static Duration until(String what, BooleanSupplier condition) {
        long begun = System.nanoTime();
        Await.until(what, condition);
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    @Test
    void aRestrictionAndAReleaseHoldOnTheOtherNodeWithinASecond() {
        one.alarm();
        Duration restricted = until("the other node restricts the account, too", two::restricts);
        String id = one.docket.of(TARO).orElseThrow().id();
        two.attempt();
        two.docket.release(id, "she has called", "ben").toCompletableFuture().join();
        Duration released = until("the first node lets it in again, too", () -> !one.restricts());

        System.out.printf(
                "a restriction holds on the other node after %d ms, a release after %d ms%n",
                restricted.toMillis(), released.toMillis());
        assertThat(restricted).isLessThan(SECOND);
        assertThat(released).isLessThan(SECOND);
    }

    @Test
    void aReleaseStaysThoughTheOtherNodeHasSomethingToWrite() throws Exception {
        String id = restricted();
        two.attempt();
        one.docket.release(id, "she has called", "ben").toCompletableFuture().join();
        two.tick();
        one.tick();
        two.tick();

        Await.until(
                "both have the attempt",
                () -> one.find(id).attempts() == 1 && two.find(id).attempts() == 1);
        assertThat(List.of(one, two)).noneMatch(Node::restricts);
        assertThat(one.find(id).state()).isEqualTo(State.RELEASED);
        assertThat(two.find(id).state()).isEqualTo(State.RELEASED);
        try (Node third = new Node(configuration)) {
            assertThat(third.restricts()).isFalse();
        }
    }

    @Test
    void attemptsOnEitherNodeProlongTheRestrictionOnBoth() {
        String id = restricted();
        Instant end = one.find(id).until().orElseThrow();
        two.attempt();
        Instant later = two.find(id).until().orElseThrow();
        two.tick();

        Await.until("the other node has it", () -> one.find(id).until().equals(Optional.of(later)));
        one.attempt();
        one.tick();
        Await.until("and the other way round", () -> two.find(id).attempts() == 2);

        assertThat(later).isAfter(end);
        assertThat(two.find(id).until()).isEqualTo(one.find(id).until());
        assertThat(one.find(id).attempts()).isEqualTo(2);
    }

    @Test
    void theOwnerGetsOneNotice() throws Exception {
        String id = restricted();
        try (Node third = new Node(configuration)) {
            mail.on(ScriptedUpstream.END_OF_DATA, (talk, command) -> {
                two.notices.send(); // While the first one has not done it yet.
                third.notices.send();
                return "250 2.0.0 Ok\r\n";
            });

            one.notices.send();
            two.notices.send();
            third.notices.send();
            Await.until(
                    "all know that he was told",
                    () -> List.of(one, two, third).stream()
                            .allMatch(node -> node.find(id).noticeDue().isEmpty()));
            two.notices.send();
        }

        assertThat(mail.talks()).hasSize(1);
        assertThat(two.find(id).timeline())
                .filteredOn(entry -> entry.kind() == Entry.Kind.NOTICE)
                .hasSize(1);
    }

    @Test
    void aNodeThatWasCutOffFindsWhatItHasMissed() {
        redis.ask("client", "kill", "type", "pubsub");
        one.alarm();

        Await.until("it is found", () -> {
            two.lists.refresh();
            return two.restricts();
        });
    }
}
