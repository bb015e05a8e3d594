package org.sekisho.rules.recipients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekisho.rules.recipients.Hearings.UNKNOWN;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sekisho.net.io.Addresses;
import org.sekisho.policy.Case;
import org.sekisho.policy.Check;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Happening.Source;
import org.sekisho.policy.Stage;
import org.sekisho.rules.Defence;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.ReversePath;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.Background;
import org.sekisho.testing.Changed;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.ZoneDns;

/** The memory under a dictionary attack (R8). */
final class RecipientBoundsTest {
    private static final int RECIPIENTS = 10_000_000;
    private static final int NETWORKS = 1_000;
    private static final int MOST = 50_000;
    /** What a table of so many records may take, at the 400 octets that the three kinds of records need at most. */
    private static final long MOST_OCTETS = MOST * 400L;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void tenMillionRecipientsDoNotFillTheMemory() {
        ManualTime time = new ManualTime();
        MemoryStore store = new MemoryStore(time);
        RecipientSettings settings =
                Changed.in(RecipientSettings.DEFAULTS, Map.of("records", MOST, "recordsPerNetwork", 1_000));
        Defence<Stage.AtRcpt> defence =
                Recipients.TYPE.builder().build(settings, Hearings.tools(time, store, new ZoneDns()));
        RecipientMemory memory = new RecipientMemory(settings, store, time);
        List<Case> sessions = sessions();
        attack(defence, sessions, 0, RECIPIENTS / 10);
        long before = heap();

        int half = RECIPIENTS / 10 * 5;
        CompletableFuture<Void> other =
                Background.run(() -> attack(defence, sessions.subList(0, NETWORKS / 2), RECIPIENTS / 10, half));
        attack(defence, sessions.subList(NETWORKS / 2, NETWORKS), half, RECIPIENTS);
        other.join();

        assertThat(memory.stats().recipients()).isLessThanOrEqualTo(MOST);
        assertThat(memory.stats().guessingNetworks()).isEqualTo(NETWORKS);
        assertThat(store.octets()).isLessThan(MOST_OCTETS);
        assertThat(heap() - before).isLessThan(MOST_OCTETS);
    }

    private static List<Case> sessions() {
        return IntStream.range(0, NETWORKS)
                .mapToObj(i -> Addresses.literal("10." + i / 256 + "." + i % 256 + ".1")
                        .orElseThrow())
                .map(client -> new Case(new Stage.Connection("s", "mx", false, client, 4711)))
                .toList();
    }

    private static void attack(Defence<Stage.AtRcpt> defence, List<Case> sessions, int from, int to) {
        Stage.Introduction introduction = new Stage.Introduction("bot.test", true, false, false, Optional.empty());
        for (int i = from; i < to; i++) {
            Case file = sessions.get(i % sessions.size());
            Mailbox recipient = new Mailbox("guess" + i + "@example.org", "guess" + i, "example.org");
            Stage.AtRcpt at = new Stage.AtRcpt(file.connection(), introduction, ReversePath.NULL, recipient);
            assertThatNotNull(defence.check().examine(at, new Check.Inquiry(file, true)));
            defence.learner().learn(new Happening.RecipientAnswered(at, UNKNOWN, Source.UPSTREAM), file);
        }
    }

    private static void assertThatNotNull(Object finding) {
        if (finding == null) {
            throw new AssertionError("no finding");
        }
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
