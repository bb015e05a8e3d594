package org.sekisho.app.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.policy.Case;
import org.sekisho.policy.Check;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Happening.End;
import org.sekisho.policy.Stage;
import org.sekisho.rules.Defence;
import org.sekisho.rules.Self;
import org.sekisho.rules.Tools;
import org.sekisho.rules.greylist.Greylist;
import org.sekisho.rules.greylist.GreylistSettings;
import org.sekisho.rules.hold.AutoWhitelist;
import org.sekisho.rules.hold.Who;
import org.sekisho.rules.limits.LocalBuckets;
import org.sekisho.rules.tarpit.Tarpit;
import org.sekisho.rules.tarpit.TarpitSettings;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.ReversePath;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.sekisho.testing.Changed;
import org.sekisho.testing.ZoneDns;

/** That what strangers make the rules {@code greylist} and {@code tarpit} remember stays within its bounds on the disk. */
final class RuleBoundsTest {
    private static final int TRIPLETS = 60_000;
    private static final int NETWORKS = 1_000;
    private static final int MOST_TRIPLETS = 6_000;
    private static final int CLIENTS = 205_000;
    /** As the tables of marks and of credits have it. */
    private static final int MOST_CLIENTS = 200_000;
    /** Three times the octets of 200,000 marks or credits. */
    private static final long MOST_OCTETS = 96L << 20;

    private static final int AT_ONCE = 1_000;

    @TempDir
    private Path path;

    private StateFolder folder;

    @BeforeEach
    void nameTheFolder() {
        folder = new StateFolder(path, "");
    }

    @Test
    void tripletsOfAThousandNetworksStayBelowTheBound() throws IOException {
        GreylistSettings settings = Changed.in(
                GreylistSettings.DEFAULTS,
                Map.of("who", Who.ALL, "senderPools", false, "mostRecords", MOST_TRIPLETS, "mostPerNetwork", 1_000));
        try (EmbeddedStore store = folder.open()) {
            Defence<Stage.AtRcpt> greylist = Greylist.TYPE.builder().build(settings, tools(store));
            drive(TRIPLETS, i -> {
                Stage.AtRcpt at = at(client(i % NETWORKS), "guess" + i);
                return greylist.check().examine(at, new Check.Inquiry(new Case(at.connection()), true));
            });

            assertThat(count(store, "greylist-triplets")).isBetween(MOST_TRIPLETS / 2L, (long) MOST_TRIPLETS);
            assertThat(Files.size(folder.file())).isLessThan(MOST_OCTETS);
        }
    }

    @Test
    void marksOfClientsThatComeOnceAndLeaveStayBelowTheBound() throws IOException {
        try (EmbeddedStore store = folder.open()) {
            holdAll(store, (delay, at) -> List.of(new Happening.DelayEnded(delay, End.CLIENT_LEFT)));

            assertThat(count(store, "tarpit-marks")).isBetween(MOST_CLIENTS / 2L, (long) MOST_CLIENTS);
            assertThat(Files.size(folder.file())).isLessThan(MOST_OCTETS);
        }
    }

    @Test
    void creditsOfClientsThatWaitOnceStayBelowTheBound() throws IOException {
        try (EmbeddedStore store = folder.open()) {
            holdAll(
                    store,
                    (delay, at) -> List.of(
                            new Happening.DelayEnded(delay, End.WAITED),
                            new Happening.MessageBegan(new Stage.AtData(
                                    at.connection(), at.introduction(), at.sender(), List.of(at.recipient())))));

            assertThat(store.count(AutoWhitelist.TABLE)).isBetween(MOST_CLIENTS / 2L, (long) MOST_CLIENTS);
            assertThat(Files.size(folder.file())).isLessThan(MOST_OCTETS);
        }
    }

    /** Makes each client wait once in the tarpit, and tells what comes then. */
    private void holdAll(StateStore store, BiFunction<Duration, Stage.AtRcpt, List<Happening>> then) {
        TarpitSettings settings = Changed.in(TarpitSettings.DEFAULTS, Map.of("who", Who.ALL, "senderPools", false));
        Defence<Stage.AtRcpt> tarpit = Tarpit.TYPE.builder().build(settings, tools(store));
        drive(CLIENTS, i -> {
            Stage.AtRcpt at = at(client(i), "user");
            Case file = new Case(at.connection());
            return tarpit.check().examine(at, new Check.Inquiry(file, true)).thenAccept(finding -> {
                tarpit.learner().learn(new Happening.DelayBegan(finding.delay()), file);
                then.apply(finding.delay(), at)
                        .forEach(happening -> tarpit.learner().learn(happening, file));
            });
        });
    }

    private Tools tools(StateStore store) {
        return new Tools(
                folder.time,
                new Random(1),
                new ZoneDns(),
                store,
                new LocalBuckets(folder.time, 1_000),
                new Self("mx.example.org", Set.of()));
    }

    /** Asks so often, many at once. That the store is late now and then is no matter here: the rule then passes. */
    private static void drive(int times, IntFunction<CompletionStage<?>> asking) {
        Semaphore atOnce = new Semaphore(AT_ONCE);
        AtomicInteger failed = new AtomicInteger();
        for (int i = 0; i < times; i++) {
            atOnce.acquireUninterruptibly();
            var unused = asking.apply(i).whenComplete((found, failure) -> {
                failed.addAndGet(failure == null ? 0 : 1);
                atOnce.release();
            });
        }
        atOnce.acquireUninterruptibly(AT_ONCE);
        assertThat(failed.get()).isLessThan(times / 10);
    }

    /** The rules keep their tables to themselves; a store knows them by name. */
    private static long count(StateStore store, String name) {
        return store.count(Table.learned(name, StateFolder.TEXT, MOST_CLIENTS, 0, 100));
    }

    private static Stage.AtRcpt at(InetAddress client, String recipient) {
        return new Stage.AtRcpt(
                new Stage.Connection("s", "mx", false, client, 4711),
                new Stage.Introduction("bot.test", true, false, false, Optional.empty()),
                ReversePath.of(new Mailbox("a@bot.test", "a", "bot.test")),
                new Mailbox(recipient + "@example.org", recipient, "example.org"));
    }

    /** One client of each /64. */
    private static InetAddress client(int number) {
        byte[] address = new byte[16];
        address[0] = 0x20;
        address[1] = 1;
        address[5] = (byte) (number >> 16);
        address[6] = (byte) (number >> 8);
        address[7] = (byte) number;
        address[15] = 1;
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
