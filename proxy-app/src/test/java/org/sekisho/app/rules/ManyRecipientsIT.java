package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sekisho.testing.Background;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/** The whole program, with its store on the disk and its book of decisions, while harvesters try all the names there are. */
class ManyRecipientsIT {
    private static final String RULES = """
            limits: {errors: 1000000, recipients: 1000000}
            rules:
              profile: observe
              set:
                recipients: {mode: enforce, refresh: 0, records: 20000, recordsPerNetwork: 2000}
                limits: {mode: off}
            """;

    /** Their names fill the caches of records. */
    private static final int FIRST_NETWORKS = 50;

    private static final int NETWORKS = 250;
    private static final int NAMES = 1_000;
    /** Names of each network that are tried once more, and refused from memory: 10,000 decisions, then 40,000. */
    private static final int TRIED_AGAIN = 200;

    private static final int BOTS = 4;

    /**
     * After the first networks 50 octets for each of 200,000 names would be too much. What still grows are 15,000 places in the
     * index of decisions, 120 octets each, of which there are 25,000 at most, and the pages of the file in memory, 8 MiB at most.
     */
    private static final long MOST_GROWTH = 10_000_000;

    /** Twice what is alive, 10,000 decisions and 20,000 recipients with their indexes, and 32 MiB: docs/state.md. */
    private static final long MOST_OCTETS = 2 * (24L << 20) + (32L << 20);

    private static final Pattern REMEMBERED = Pattern.compile("^(\\d+) of at most 20000 recipients");

    private final AtomicInteger fromMemory = new AtomicInteger();

    /** Capability 0.2, 0.10: neither memory nor disk grows with what strangers think of. */
    @Test
    void twoHundredThousandNamesLeaveMemoryAndDiskAsTheyAre() throws Exception {
        try (ScriptedUpstream mta = ScriptedUpstream.start();
                Site site = new Site(mta, RULES)) {
            mta.offering("PIPELINING", "ENHANCEDSTATUSCODES", "XCLIENT NAME ADDR PORT PROTO HELO");
            mta.on("RCPT", "550 5.1.1 User unknown in local recipient table\r\n");

            guess(site, 0, FIRST_NETWORKS);
            long full = settledHeap(site);
            guess(site, FIRST_NETWORKS, NETWORKS);

            assertThat(settledHeap(site) - full).isLessThan(MOST_GROWTH);
            assertThat(fromMemory.get()).isGreaterThan(NETWORKS * TRIED_AGAIN * 9 / 10);
            assertThat(lookups(mta) + fromMemory.get()).isEqualTo((long) NETWORKS * (NAMES + TRIED_AGAIN));
            assertThat(remembered(site)).isBetween(10_000, 20_000);
            assertThat(Files.size(site.state().resolve("state.mv"))).isLessThan(MOST_OCTETS);
        }
    }

    /** What an operator does brings all that was learnt to the disk: nothing of it waits in memory any more. */
    private static long settledHeap(Site site) {
        site.ask("allow", "add", Site.MAIL_SERVER);
        return site.heap();
    }

    /** A mail server of each of these networks is misused for guessing; several at a time. */
    private void guess(Site site, int from, int to) throws Exception {
        CompletableFuture<?>[] bots = IntStream.range(0, BOTS)
                .mapToObj(bot -> Background.run(() -> IntStream.range(from, to)
                        .filter(network -> network % BOTS == bot)
                        .forEach(network -> guess(site, network))))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(bots).get(150, TimeUnit.SECONDS);
    }

    private void guess(Site site, int network) {
        String address = "10.1." + network + ".25";
        site.dns().zone().host("mail.friend" + network + ".example", address);
        try (RawClient client = site.client(address).command("MAIL FROM:<h@example.org>", "250 ")) {
            ask(client, network, NAMES, "550 5.1.1 User unknown in");
            tryAgain(client, network);
            client.command("QUIT", "221 ");
        }
    }

    /** In groups of 100, as PIPELINING allows. */
    private static void ask(RawClient client, int network, int names, String answer) {
        for (int group = 0; group < names; group += 100) {
            List<String> lines = IntStream.range(group, group + 100)
                    .mapToObj(name -> "RCPT TO:<guess." + network + "." + name + "@example.com>")
                    .toList();
            client.sendLines(lines.toArray(String[]::new));
            lines.forEach(line -> client.expect(answer));
        }
    }

    /** One after the other; what the store has not taken yet, on a busy machine, the mail server is asked once more. */
    private void tryAgain(RawClient client, int network) {
        for (int name = 0; name < TRIED_AGAIN; name++) {
            String reply = client.command("RCPT TO:<guess." + network + "." + name + "@example.com>");
            assertThat(reply).startsWith("550 5.1.1 ");
            if (reply.startsWith("550 5.1.1 <guess.")) {
                fromMemory.incrementAndGet();
            }
        }
    }

    private static long lookups(ScriptedUpstream mta) {
        return mta.talks().stream()
                .flatMap(talk -> talk.commands().stream())
                .filter(line -> line.startsWith("RCPT"))
                .count();
    }

    private static int remembered(Site site) {
        Matcher told = REMEMBERED.matcher(site.ask("recipients"));
        assertThat(told.find()).isTrue();
        return Integer.parseInt(told.group(1));
    }
}
