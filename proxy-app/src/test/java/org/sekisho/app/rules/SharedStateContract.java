package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.testing.Await;
import org.sekisho.testing.Background;
import org.sekisho.testing.RawClient;

/** Two and three proxies on one Redis, of whatever kind, act as one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SharedStateContract {
    private static final int PROXIES = 3;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DELAY = Duration.ofSeconds(1);
    /** So often a client must come back until greylisting spares it. */
    private static final int ENOUGH = 3;

    private static final int BURST = 300;
    private static final int A_SECOND = 20;
    private static final int CLIENTS = 6;
    /** So often each client is refused before it gives up: there is nothing left then. */
    private static final int REFUSALS = 20;
    /** So often a limit is measured until the machine was quiet. */
    private static final int MEASURED_AT_MOST = 3;
    /** Within it the store has answered, or a proxy may have decided alone. */
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private static final String RULES = """
            rules:
              profile: none
              holdRefusals: false
              order: {connect: [allow, bans], sender: [limits], recipient: [greylist]}
              domains: {open.example: {greylist: off}}
              set:
                bans: {mode: enforce}
                limits: {mode: enforce, rates: {messages-per-sender: 1200/1m burst 300}}
                greylist:
                  mode: enforce
                  who: all
                  delay: 1s
                  senderPools: false
                  onStoreFailure: defer
                  autowhitelist: {after: 3, spacing: 0s}
            jails: {unknown-users: {mode: enforce, maxRetry: 3}}
            """;

    /** @param what it is, for whoever reads figures */
    record Servers(String what, String uri, AutoCloseable running) {}

    private final Servers servers;
    private final SharedSites sites;
    private final AtomicInteger senders = new AtomicInteger();

    SharedStateContract(Servers servers) {
        this.servers = servers;
        sites = new SharedSites(RULES, Collections.nCopies(PROXIES, servers.uri()));
        sites.mailServer.on(
                "RCPT",
                (talk, command) -> command.contains("nobody") ? "550 5.1.1 No such user\r\n" : "250 2.1.5 Ok\r\n");
    }

    @AfterAll
    void stop() throws Exception {
        sites.close();
        servers.running().close();
    }

    private Site site(int number, int proxies) {
        return sites.all().get(number % proxies);
    }

    // Greylisting

    /** Wherever it comes back too early it is refused, and wherever it comes back in time it passes; all count for all. */
    @ParameterizedTest
    @ValueSource(ints = {2, PROXIES})
    void aGreylistedClientMayComeBackToAnyOfThem(int proxies) {
        String client = "198.18." + proxies + ".25";
        List<Retries> mails = IntStream.range(0, ENOUGH)
                .mapToObj(i -> new Retries(DELAY, client, "sender" + i).begin(site(i, proxies)))
                .toList();
        for (int step = 1; step <= proxies; step++) {
            for (int i = 0; i < ENOUGH; i++) {
                mails.get(i).isTaken(site(i + step, proxies));
            }
        }
        for (int i = 0; i < ENOUGH - 1; i++) {
            mails.get(i).comeBack(site(i + 1, proxies));
        }
        new Retries(DELAY, client, "stranger").begin(site(0, proxies));
        mails.get(ENOUGH - 1).comeBack(site(ENOUGH, proxies));

        long begun = System.nanoTime();
        for (int i = 0; i < proxies; i++) {
            Site site = site(i, proxies);
            Await.until("the client is spared", () -> isTakenAtOnce(site, client));
        }
        System.out.printf(
                "%d proxies on %s: %s; the client is spared by all %d ms after its third return%n",
                proxies, servers.what(), mails, (System.nanoTime() - begun) / 1_000_000);
        assertThat(sites.all()).allSatisfy(site -> assertThat(site.log()).doesNotContain(" ERROR "));
    }

    /** A sender that nobody has heard of. */
    private boolean isTakenAtOnce(Site site, String client) {
        return Retries.recipient(site, client, "new" + senders.incrementAndGet(), "a@example.com")
                .startsWith("250 ");
    }

    // Bans

    @Test
    void whatAnOperatorSaysToOneHoldsInAllWithinASecond() {
        String client = "198.18.100.66";
        assertThat(sites.all()).allMatch(site -> greeting(site, client).startsWith("220 "));

        Duration banned = holds("554 5.7.1 ", client, sites.all().get(0), "ban", client);
        Duration allowed = holds("220 ", client, sites.all().get(1), "allow", "add", client);
        Duration removed = holds("554 5.7.1 ", client, sites.all().get(2), "allow", "remove", client);
        Duration unbanned = holds("220 ", client, sites.all().get(1), "unban", client);

        System.out.printf(
                "3 proxies on %s: a ban holds in all after %d ms, an allow entry after %d ms, its end after %d ms, the"
                        + " ban's end after %d ms%n",
                servers.what(), banned.toMillis(), allowed.toMillis(), removed.toMillis(), unbanned.toMillis());
        assertThat(List.of(banned, allowed, removed, unbanned)).allMatch(time -> time.compareTo(SECOND) < 0);
    }

    private Duration holds(String expected, String client, Site site, String... command) {
        site.ask(command);
        return everywhere(expected, client);
    }

    private Duration everywhere(String expected, String client) {
        long begun = System.nanoTime();
        for (Site site : sites.all()) {
            Await.until("all say " + expected, () -> greeting(site, client).startsWith(expected));
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static String greeting(Site site, String client) {
        try (RawClient session = site.connect(client)) {
            return session.reply();
        }
    }

    /** One failure on each of them. */
    @Test
    void aJailCountsWhatAllHaveSeenAndBansOnAllWithinASecond() {
        String client = "198.18.101.66";
        for (Site site : sites.all()) {
            assertThat(greeting(site, client)).startsWith("220 ");
            String nobody = "nobody" + senders.incrementAndGet() + "@open.example";
            assertThat(Retries.recipient(site, client, "guesser", nobody)).startsWith("550 5.1.1 ");
        }
        Duration banned = everywhere("554 5.7.1 ", client);

        System.out.printf(
                "3 proxies on %s: who guessed once on each is banned by all %d ms after the third%n",
                servers.what(), banned.toMillis());
        assertThat(sites.one.ask("banned", client)).contains(client + "  unknown-users");
        assertThat(banned).isLessThan(SECOND);
    }

    // Limits

    /** @param mayBeAlone whether the reply took so long that a proxy may have decided without the others */
    private record Attempt(boolean passed, boolean mayBeAlone) {}

    /** What was taken within a limit. */
    private record Measured(double allowed, long passed, long alone) {
        long fivePercent() {
            return Math.round(allowed * 0.05);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, PROXIES})
    void allTogetherHoldARateLimitToWithinFivePercent(int proxies) {
        Measured measured = measure(proxies, 0);
        for (int again = 1; measured.alone() > measured.fivePercent() && again < MEASURED_AT_MOST; again++) {
            measured = measure(proxies, again); // The machine did something else.
        }

        assertThat(measured.alone()).as("may have been decided alone").isLessThanOrEqualTo(measured.fivePercent());
        assertThat(measured.passed() - measured.alone())
                .isLessThanOrEqualTo(Math.round(measured.allowed()) + measured.fivePercent());
        assertThat(measured.passed()).isGreaterThanOrEqualTo(Math.round(measured.allowed()) - measured.fivePercent());
    }

    private Measured measure(int proxies, int time) {
        List<List<Attempt>> attempts = new ArrayList<>();
        String sender = "list" + proxies + "-" + time;
        long begun = System.nanoTime();
        List<CompletableFuture<Void>> clients = IntStream.range(0, CLIENTS)
                .mapToObj(i -> {
                    List<Attempt> own = new ArrayList<>();
                    attempts.add(own);
                    return Background.run(() -> drive(site(i, proxies), "198.18.102." + (i + 1), sender, own));
                })
                .toList();
        clients.forEach(CompletableFuture::join);
        double seconds = (System.nanoTime() - begun) / 1e9;

        List<Attempt> all = attempts.stream().flatMap(List::stream).toList();
        long passed = passed(all).count();
        long alone = passed(all).filter(Attempt::mayBeAlone).count();
        double allowed = BURST + A_SECOND * seconds;
        System.out.printf(
                "%d proxies on %s: %d of %d messages within a limit of %.0f in %.2f s (%.1f %%); %d of them after more"
                        + " than %d ms%n",
                proxies,
                servers.what(),
                passed,
                all.size(),
                allowed,
                seconds,
                100 * passed / allowed,
                alone,
                PATIENCE.toMillis());
        return new Measured(allowed, passed, alone);
    }

    private static Stream<Attempt> passed(List<Attempt> all) {
        return all.stream().filter(Attempt::passed);
    }

    private static void drive(Site site, String client, String sender, List<Attempt> attempts) {
        while (attempts.stream().filter(attempt -> !attempt.passed()).count() < REFUSALS) {
            try (RawClient session = site.client(client)) {
                long begun = System.nanoTime();
                String reply = session.command("MAIL FROM:<" + sender + "@example.org>");
                boolean passed = reply.startsWith("250 ");
                assertThat(passed || reply.startsWith("45")).as(reply).isTrue();
                attempts.add(new Attempt(passed, System.nanoTime() - begun >= PATIENCE.toNanos()));
            }
        }
    }
}
