package org.sekisho.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekisho.app.redis.RedisAddress;
import org.sekisho.app.redis.RedisLink;
import org.sekisho.app.redis.RedisNews;
import org.sekisho.app.redis.RedisServer;
import org.sekisho.app.redis.RedisSettings;
import org.sekisho.app.redis.RedisStore;
import org.sekisho.app.transfer.StateExport;
import org.sekisho.app.transfer.StateImport;
import org.sekisho.rules.Self;
import org.sekisho.rules.Tools;
import org.sekisho.rules.allow.AllowEntry;
import org.sekisho.rules.allow.AllowList;
import org.sekisho.rules.allow.Subject;
import org.sekisho.rules.jail.Ban;
import org.sekisho.rules.jail.BanList;
import org.sekisho.rules.jail.Response;
import org.sekisho.rules.limits.LocalBuckets;
import org.sekisho.settings.Network;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.Table;
import org.sekisho.testing.Await;
import org.sekisho.testing.LogCapture;
import org.sekisho.testing.ZoneDns;

/** The lists of a node that hears of the changes that others make in the same Redis. */
final class ListsTest {
    /** With patience for a busy machine. */
    private static final RedisSettings SETTINGS = new RedisSettings(
            "",
            Optional.empty(),
            "",
            Optional.empty(),
            Optional.empty(),
            true,
            "sekisho",
            Optional.empty(),
            Duration.ofSeconds(10));

    private static final String TABLE = SETTINGS.prefix() + ":1:{bans}:";

    private final InstantSource clock = InstantSource.system();
    private RedisServer server;
    private RedisLink link;
    private RedisStore store;
    private Tools tools;
    private Lists lists;

    @BeforeEach
    void start() throws IOException {
        server = RedisServer.start();
        link = RedisLink.open(RedisAddress.parse(server.uri()), SETTINGS, clock, new Random(1));
        store = new RedisStore(link, SETTINGS, clock);
        LocalBuckets buckets = new LocalBuckets(clock, LocalBuckets.DEFAULT_MOST);
        tools = new Tools(clock, new Random(2), new ZoneDns(), store, buckets, new Self("mx.example.org", Set.of()));
        lists = Lists.read(tools, Optional.of(new RedisNews(link, SETTINGS, new Random(3))));
        Await.until("messages are heard", () -> server.ask("pubsub", "channels").contains(SETTINGS.prefix()));
    }

    @AfterEach
    void stop() {
        link.close();
        server.close();
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private Ban ban(String subject) {
        Instant now = clock.instant();
        return new Ban(
                Network.parse(subject),
                "manual",
                now,
                Optional.of(now.plusSeconds(3_600)),
                Ban.SEKISHO,
                1,
                0,
                List.of(),
                Response.REFUSE);
    }

    private AllowEntry entry(String subject) {
        return new AllowEntry(Subject.parse(subject), "", "ann", clock.instant(), Optional.empty());
    }

    @Test
    void takesInAllThatAnotherNodeAddsAtOnce() {
        AllowList other = new AllowList(store, clock);
        List<CompletionStage<Void>> adding = IntStream.range(0, 200)
                .mapToObj(n -> other.add(entry("10.0.0." + n)))
                .toList();
        adding.forEach(ListsTest::get);

        Await.until("all are there", () -> tools.allowList().list().size() == 200);
        Await.until("none is missing", () -> get(lists.behind()) == 0);
    }

    /** A replica that lacked the last ban has become the master, and has taken another one since. */
    @Test
    void writesBackWhatAReplicaLackedThoughItsNumbersAreAsHighAgain() {
        Ban lost = ban("192.0.2.7");
        BanList other = new BanList(store, clock);
        get(other.add(lost));
        Await.until("it is told of", () -> tools.banList().list().contains(lost));
        server.ask("del", TABLE + "r:" + lost.subject() + " " + lost.jail());
        server.ask("decr", TABLE + "sequence");
        Ban next = ban("192.0.2.8");
        get(other.add(next));
        Await.until("the next one is told of", () -> tools.banList().list().contains(next));
        lists.refresh();

        assertThat(tools.banList().list()).contains(lost, next);
        BanList third = new BanList(store, clock);
        get(third.reload());
        assertThat(third.list()).contains(lost, next);
    }

    /** The same, while no message was heard: the numbers are what they should be. */
    @Test
    void writesBackWhatAReplicaLackedThoughNobodyWasToldOfWhatCameSince() {
        Ban lost = banned(new BanList(store, clock), "192.0.2.7");
        lists.refresh();
        server.ask("del", TABLE + "r:" + lost.subject() + " " + lost.jail());
        server.ask("zremrangebyrank", TABLE + "stamps", "-1", "-1");
        String number = server.ask("get", TABLE + "sequence");
        server.ask("zadd", TABLE + "stamps", number, number + "@1");
        lists.catchUp();
        lists.refresh();

        assertThat(tools.banList().list()).contains(lost);
        BanList third = new BanList(store, clock);
        get(third.reload());
        assertThat(third.list()).contains(lost);
    }

    /** Not so what another node has taken away meanwhile. */
    @Test
    void doesNotWriteBackWhatWasEndedUntold() {
        Ban ban = banned(new BanList(store, clock), "192.0.2.7");
        lists.refresh();
        removeUntold(ban);
        lists.refresh();
        lists.catchUp();

        assertThat(tools.banList().list()).doesNotContain(ban);
        BanList third = new BanList(store, clock);
        get(third.reload());
        assertThat(third.list()).doesNotContain(ban);
    }

    /** As it would be after an unban whose message nobody has heard. */
    private void removeUntold(Ban ban) {
        String name = ban.subject() + " " + ban.jail();
        server.ask("del", TABLE + "r:" + name);
        server.ask("zremrangebylex", TABLE + "names", "[" + name, "[" + name + "\uffff");
        server.ask("incr", TABLE + "sequence");
    }

    private Ban banned(BanList other, String subject) {
        Ban ban = ban(subject);
        get(other.add(ban));
        Await.until("it is told of", () -> tools.banList().list().contains(ban));
        Await.until("none is missing", () -> get(lists.behind()) == 0);
        return ban;
    }

    /** A ban list may be a million long: a store that comes back as it was is not asked for all of it by every node. */
    @Test
    void whatTheStoreHeldBeforeAnOutageIsNotReadOnceMoreAfterIt() {
        banned(new BanList(store, clock), "192.0.2.7");
        lists.refresh();
        lists.catchUp(); // What may have come before the first message was heard.
        try (LogCapture log = new LogCapture(Lists.class.getName())) {
            long walks = walks();
            mayNotAsk(true);
            lists.refresh();
            lists.refresh();
            assertThat(lists.looked()).isPresent();
            mayNotAsk(false);
            lists.refresh();
            lists.catchUp();

            assertThat(walks()).isEqualTo(walks);
            assertThat(log.lines().stream().filter(line -> !line.startsWith("DEBUG")))
                    .as("one line when it begins, one when it is over")
                    .hasSize(2)
                    .first()
                    .asString()
                    .contains("allow, bans, incidents cannot be read");
        }
    }

    private void mayNotAsk(boolean now) {
        server.ask("acl", "setuser", "default", now ? "-@scripting" : "+@scripting");
    }

    /** How often pages of lists were asked for. */
    private long walks() {
        return server.calls("zrangebylex");
    }

    /** A look is every 10 s, and what follows it a second later. */
    @Test
    void aChangeWhoseMessageWasLostIsTakenInRightAfterTheNextLook() {
        Ban ban = banned(new BanList(store, clock), "192.0.2.7");
        lists.refresh();
        lists.catchUp(); // What may have come before the first message was heard.
        removeUntold(ban);
        lists.catchUp();
        assertThat(tools.banList().list()).as("no look has found it").contains(ban);

        lists.refresh();
        lists.catchUp();

        assertThat(tools.banList().list()).isEmpty();
        assertThat(get(lists.behind())).isZero();
    }

    @Test
    void whatWasMissedWhileMessagesWereNotHeardIsTakenInAsSoonAsTheyAreHeardAgain() {
        BanList other = new BanList(store, clock);
        Ban ban = banned(other, "192.0.2.7");
        lists.catchUp();

        long begun = System.nanoTime();
        server.ask("client", "kill", "type", "pubsub");
        removeUntold(ban);
        Await.until("what was missed is taken in", () -> {
            lists.catchUp(); // As every second.
            return tools.banList().list().isEmpty();
        });
        long missed = System.nanoTime() - begun;
        Ban next = ban("192.0.2.8");
        get(other.add(next));
        Await.until("the next one is told of", () -> tools.banList().list().contains(next));

        System.out.printf(
                "the connection for messages killed: what was missed is taken in after %d ms, the next one heard after %d ms%n",
                missed / 1_000_000, (System.nanoTime() - begun) / 1_000_000);
    }

    @Test
    void whatIsImportedOnOneNodeIsInForceOnAnother() throws IOException {
        MemoryStore embedded = new MemoryStore(clock);
        Ban ban = ban("192.0.2.7");
        get(new BanList(embedded, clock).add(ban));
        get(new AllowList(embedded, clock).add(entry("198.51.100.9")));
        List<Table<?>> tables = List.of(AllowList.TABLE, BanList.TABLE);
        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        new StateExport(embedded, clock).write(tables, exported);

        long begun = System.nanoTime();
        try (RedisLink other = RedisLink.open(RedisAddress.parse(server.uri()), SETTINGS, clock, new Random(4))) {
            begun = System.nanoTime();
            new StateImport(new RedisStore(other, SETTINGS, clock), clock, tables, false)
                    .read(new BufferedReader(new StringReader(exported.toString(UTF_8))));
        }
        long imported = System.nanoTime();
        Await.until(
                "both are in force here",
                () -> tools.banList().list().contains(ban)
                        && !tools.allowList().list().isEmpty());

        System.out.printf(
                "an import of %d ms on another node is in force here %d ms after it%n",
                (imported - begun) / 1_000_000, (System.nanoTime() - imported) / 1_000_000);
    }
}
