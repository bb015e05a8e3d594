package org.sekisho.app.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which calls go, and when probes do; time passes when the test says so. */
final class BreakerTest {
    private final RuntimeException silence = new IllegalStateException("no answer");

    /** Remembers what the breaker wants to be done later, and does it on demand. */
    private static final class Store implements Breaker.Circuit {
        private final List<Duration> pauses = new ArrayList<>();
        private final List<CompletableFuture<String>> probes = new ArrayList<>();
        private @Nullable Runnable later;
        private int opened;
        private int closed;

        @Override
        public CompletionStage<?> probe() {
            CompletableFuture<String> probe = new CompletableFuture<>();
            probes.add(probe);
            return probe;
        }

        @Override
        public void after(Duration pause, Runnable work) {
            assertThat(later).as("something else waits already").isNull();
            pauses.add(pause);
            later = work;
        }

        @Override
        public void opened(Throwable why) {
            opened++;
        }

        @Override
        public void closed() {
            closed++;
        }

        /** The pause is over. */
        void resume() {
            Runnable work = later;
            later = null;
            Optional.ofNullable(work).orElseThrow().run();
        }

        CompletableFuture<String> lastProbe() {
            return probes.get(probes.size() - 1);
        }
    }

    private final Store store = new Store();
    private final Breaker breaker = new Breaker(store, new Random(1));

    private void fail(int calls) {
        IntStream.range(0, calls).forEach(i -> breaker.failed(silence));
    }

    private void work(int calls) {
        IntStream.range(0, calls).forEach(i -> breaker.worked());
    }

    private void comesBack() {
        store.resume();
        store.lastProbe().complete("PONG");
    }

    private void staysAway() {
        store.resume();
        store.lastProbe().completeExceptionally(silence);
    }

    @Test
    void fewFailuresLeaveItClosed() {
        fail(Breaker.IN_A_ROW - 1);
        work(1);
        fail(Breaker.IN_A_ROW - 1);

        assertThat(breaker.open()).isEmpty();
    }

    @Test
    void failuresInARowOpenIt() {
        fail(Breaker.IN_A_ROW);

        assertThat(breaker.open()).contains(silence);
        assertThat(store.opened).isEqualTo(1);
    }

    @Test
    void halfOfTheLastCallsOpenIt() {
        work(Breaker.LAST);
        for (int i = 1; i < Breaker.LAST / 2; i++) {
            fail(1);
            work(1);
        }
        assertThat(breaker.open()).isEmpty();
        fail(1);

        assertThat(breaker.open()).isPresent();
    }

    @Test
    void failuresOfLongAgoDoNotCount() {
        for (int i = 0; i < Breaker.LAST; i++) {
            fail(Breaker.IN_A_ROW - 1);
            work(Breaker.LAST);
        }

        assertThat(breaker.open()).isEmpty();
    }

    @Test
    void asksWithOneProbeAtATime() {
        fail(Breaker.IN_A_ROW);
        store.resume();
        fail(100);

        assertThat(store.probes).hasSize(1);
        assertThat(store.later).as("another probe").isNull();
    }

    @Test
    void pausesDoubleUpToTheLongest() {
        fail(Breaker.IN_A_ROW);
        IntStream.range(0, 8).forEach(i -> staysAway());

        Duration pause = Breaker.FIRST_PAUSE;
        for (Duration waited : store.pauses) {
            assertThat(waited).isBetween(pause.dividedBy(2), pause);
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(Breaker.LONGEST_PAUSE) < 0 ? doubled : Breaker.LONGEST_PAUSE;
        }
        assertThat(pause).isEqualTo(Breaker.LONGEST_PAUSE);
    }

    @Test
    void nodesThatOpenTogetherAskAtDifferentTimes() {
        List<Duration> first = IntStream.range(0, 20)
                .mapToObj(node -> {
                    Store its = new Store();
                    new Breaker(its, new Random(node)).away(silence);
                    return its.pauses.get(0);
                })
                .toList();

        assertThat(first).doesNotHaveDuplicates();
    }

    @Test
    void aProbeThatIsAnsweredClosesIt() {
        fail(Breaker.IN_A_ROW);
        staysAway();
        comesBack();

        assertThat(breaker.open()).isEmpty();
        assertThat(store.closed).isEqualTo(1);
        assertThat(store.later).as("another probe").isNull();
    }

    @Test
    void aProbeThatCannotBeSentIsFollowedByAnother() {
        List<Runnable> later = new ArrayList<>();
        Breaker broken = new Breaker(
                new Breaker.Circuit() {
                    @Override
                    public CompletionStage<?> probe() {
                        throw silence;
                    }

                    @Override
                    public void after(Duration pause, Runnable work) {
                        later.add(work);
                    }

                    @Override
                    public void opened(Throwable why) {}

                    @Override
                    public void closed() {}
                },
                new Random(1));
        broken.away(silence);
        later.get(0).run();

        assertThat(later).hasSize(2);
    }

    @Test
    void whatWasUnderWayWhenItOpenedChangesNothing() {
        fail(Breaker.IN_A_ROW);
        work(Breaker.LAST);
        fail(Breaker.LAST);

        assertThat(breaker.open()).isPresent();
        assertThat(store.pauses).hasSize(1);
    }

    @Test
    void failuresBeforeItClosedDoNotCountAgainstIt() {
        fail(Breaker.IN_A_ROW);
        comesBack();
        fail(Breaker.IN_A_ROW - 1);

        assertThat(breaker.open()).isEmpty();
    }

    @Test
    void pausesGoOnGrowingWhereItOpensAgainSoon() {
        fail(Breaker.IN_A_ROW);
        comesBack();
        work(Breaker.LAST - 1);
        fail(Breaker.IN_A_ROW);

        assertThat(store.pauses.get(1)).isBetween(Breaker.FIRST_PAUSE, Breaker.FIRST_PAUSE.multipliedBy(2));
    }

    @Test
    void pausesBeginAnewAfterCallsThatWorked() {
        fail(Breaker.IN_A_ROW);
        staysAway();
        comesBack();
        work(Breaker.LAST);
        fail(Breaker.IN_A_ROW);

        assertThat(store.pauses.get(2)).isBetween(Breaker.FIRST_PAUSE.dividedBy(2), Breaker.FIRST_PAUSE);
    }
}
