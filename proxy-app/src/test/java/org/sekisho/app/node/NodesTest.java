package org.sekisho.app.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.sekisho.state.Held;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.LogCapture;
import org.sekisho.testing.ManualTime;

/** What nodes know of each other. */
final class NodesTest {
    private static final byte[] KEY = new byte[32];
    private static final byte[] OTHER_KEY = {1};

    private final ManualTime time = new ManualTime();
    private final MemoryStore store = new MemoryStore(time);
    private final Nodes one = node("mx1", "a", KEY, 0);

    private Nodes node(String name, String address, byte[] key, long behind) {
        ListsLag lag = new ListsLag() {
            @Override
            public CompletionStage<Long> behind() {
                return CompletableFuture.completedStage(behind);
            }

            @Override
            public Optional<Instant> looked() {
                return Optional.of(time.instant());
            }
        };
        return new Nodes(store, time, Node.of(name, address, "1.2", time.instant(), key), lag);
    }

    private void beat(Nodes... nodes) {
        time.advance(Sighting.BEAT);
        List.of(nodes).forEach(node -> node.beat().toCompletableFuture().join());
    }

    private List<Sighting> seen() {
        return one.all().toCompletableFuture().join();
    }

    private List<String> names() {
        return seen().stream().map(each -> each.node().name()).toList();
    }

    @Test
    void seeEachOtherWithVersionAndLag() {
        beat(one, node("mx2", "b", KEY, 7));

        assertThat(names()).containsExactly("mx1", "mx2");
        assertThat(seen().get(1))
                .satisfies(mx2 -> assertThat(mx2.node().version()).isEqualTo("1.2"))
                .returns(7L, Sighting::behind)
                .returns(time.instant(), Sighting::heard)
                .returns(Optional.of(time.instant()), Sighting::looked);
    }

    @Test
    void oneThatDiesIsSilentAndThenForgotten() {
        beat(one, node("mx2", "b", KEY, 0));

        time.advance(Sighting.SILENCE);
        beat(one);
        assertThat(seen()).extracting(each -> each.aliveAt(time.instant())).containsExactly(true, false);

        time.advance(Sighting.FORGOTTEN);
        beat(one);
        assertThat(names()).containsExactly("mx1");
    }

    @Test
    void oneThatStopsIsGoneAtOnceAlsoIfItWasJustToBeat() {
        Nodes two = node("mx2", "b", KEY, 0);
        beat(one, two);

        two.close();
        assertThat(names()).containsExactly("mx1");

        beat(two);
        assertThat(names()).containsExactly("mx1");
    }

    @Test
    void oneThatWasKilledAndStartedAnewIsOne() {
        beat(one, node("mx2", "b", KEY, 0));
        Nodes again = node("mx2", "c", KEY, 0);

        time.advance(Sighting.SILENCE);
        try (LogCapture log = new LogCapture(Nodes.class.getName())) {
            beat(one, again);
            beat(one, again);
            assertThat(log.lines()).isEmpty();
        }
        assertThat(names()).containsExactly("mx1", "mx2");

        again.close();
        assertThat(names()).containsExactly("mx1");
    }

    @Test
    void twoWithOneNameAreToldOnceAndBothListed() {
        Nodes two = node("mx1", "b", KEY, 0);

        try (LogCapture log = new LogCapture(Nodes.class.getName())) {
            for (int i = 0; i < 5; i++) {
                beat(one, two);
            }
            assertThat(log.lines())
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line)
                            .contains("Node mx1: two nodes have this name: give each its own with state.redis.node"));
        }
        assertThat(names()).containsExactly("mx1", "mx1");
        assertThat(one.problems(two.self())).hasSize(1);
    }

    @Test
    void anotherJailKeyIsTold() {
        Nodes two = node("mx2", "b", OTHER_KEY, 0);

        try (LogCapture log = new LogCapture(Nodes.class.getName())) {
            beat(two, one);
            beat(two, one);
            log.awaitLine("Node mx2: its jail-key is not that of mx1");
        }
        assertThat(one.problems(two.self()))
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("copy the file jail-key"));
        assertThat(one.problems(one.self())).isEmpty();
    }

    /** What is stored tells the key to nobody: 32 bits of it, under itself. */
    @Test
    void aRecordIsReadAsItWasWritten() {
        Sighting sighting = new Sighting(one.self(), time.instant(), 3, Optional.empty());

        assertThat(Sighting.CODEC.decode(Sighting.CODEC.encode(sighting))).isEqualTo(sighting);
    }

    // Orders to reload

    private final StringBuilder done = new StringBuilder();

    private ReloadOrders<String> orders(String node) {
        return new ReloadOrders<>(store, time, new Random(node.hashCode()), order -> {
            done.append(node)
                    .append(':')
                    .append(order.jail().isEmpty() ? "all" : order.jail())
                    .append(' ');
            return CompletableFuture.completedStage(node);
        });
    }

    private static void catchUp(ReloadOrders<?> orders) {
        orders.catchUp().toCompletableFuture().join();
    }

    private static ReloadOrder place(ReloadOrders<?> orders, String jail) {
        return orders.place("anna", Optional.of(jail).filter(name -> !name.isEmpty()))
                .toCompletableFuture()
                .join();
    }

    @Test
    void anOrderThatWasNotHeardIsCarriedOutAtTheNextLookAndOnlyOnce() {
        ReloadOrders<String> here = orders("one");
        ReloadOrders<String> there = orders("two");
        List.of(here, there).forEach(NodesTest::catchUp);

        ReloadOrder order = place(here, "auth");
        here.carryOut(order).toCompletableFuture().join();
        catchUp(here);
        catchUp(there);
        catchUp(there);
        there.told(order).toCompletableFuture().join();

        assertThat(done).hasToString("one:auth two:auth ");
    }

    @Test
    void anOrderThatIsToldOfIsCarriedOutAtOnceAndAsItWasPlaced() {
        ReloadOrders<String> there = orders("two");
        catchUp(there);

        ReloadOrder order = place(orders("one"), "auth");
        ReloadOrder forged = new ReloadOrder(order.id(), order.before(), "mallory", "");

        assertThat(there.told(forged)).isCompletedWithValue("two");
        assertThat(done).hasToString("two:auth ");
    }

    @Test
    void anOrderThatWasNeverPlacedOrIsNotTheLastIsIgnoredWithOneLine() {
        ReloadOrders<String> there = orders("two");
        ReloadOrders<String> here = orders("one");
        ReloadOrder old = place(here, "auth");
        place(here, "");
        catchUp(there);
        try (LogCapture log = new LogCapture(ReloadOrders.class.getName())) {
            assertThat(there.told(old)).isCompletedExceptionally();
            assertThat(there.told(new ReloadOrder("f0f0", "", "mallory", ""))).isCompletedExceptionally();
            assertThat(there.unreadable()).isCompletedExceptionally();

            assertThat(log.lines()).singleElement().asString().contains("is ignored: it is not the last");
        }
        assertThat(done).isEmpty();
    }

    @Test
    void aNodeReloadsNoMoreThanThreeTimesInFifteenSecondsHoweverOftenItIsTold() {
        ReloadOrders<String> here = orders("one");
        ReloadOrders<String> there = orders("two");
        catchUp(there);
        for (int i = 0; i < 10; i++) {
            var unused = there.told(place(here, ""));
            catchUp(there);
        }
        assertThat(done).hasToString("two:all ".repeat(3));

        time.advance(Duration.ofSeconds(15));
        catchUp(there);

        assertThat(done).as("the last one is not forgotten").hasToString("two:all ".repeat(4));
    }

    @Test
    void whoeverHasMissedTwoOrdersReloadsEverything() {
        ReloadOrders<String> here = orders("one");
        catchUp(here);

        ReloadOrders<String> elsewhere = orders("two");
        place(elsewhere, "");
        place(elsewhere, "auth");
        catchUp(here);

        assertThat(done).hasToString("one:all ");
    }

    @Test
    void whatWasOrderedBeforeTheStartIsDone() {
        place(orders("two"), "");
        ReloadOrders<String> here = orders("one");

        catchUp(here);
        catchUp(here);

        assertThat(done).isEmpty();
    }

    @Test
    void anOrderIsReadAsItWasWritten() {
        ReloadOrder order = new ReloadOrder("1", "", "anna on mx1", "auth");
        Held<ReloadOrder> held = new Held<>(order, time.instant().plus(Duration.ofDays(1)));

        assertThat(ReloadOrder.CODEC.decode(ReloadOrder.CODEC.encode(held.value())))
                .isEqualTo(order);
    }
}
