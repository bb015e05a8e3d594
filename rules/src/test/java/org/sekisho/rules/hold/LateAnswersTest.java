package org.sekisho.rules.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Mode;
import org.sekisho.rules.greylist.GreylistSettings;
import org.sekisho.rules.tarpit.TarpitSettings;
import org.sekisho.state.Answers;
import org.sekisho.state.Batch;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;

/** What the rules find when the recipient has its reply, or even its message is gone. */
final class LateAnswersTest {
    private static final String CLIENT = "203.0.113.7";
    private static final String FROM = "sender@example.net";
    private static final String TO = "user@example.org";

    private final Barrier barrier = new Barrier();
    private final LateStore store = new LateStore(new MemoryStore(barrier.time));

    LateAnswersTest() {
        barrier.store = store;
    }

    @Test
    void aDelayThatNobodyHasWaitedForIsNotImposed() {
        barrier.timeout = Duration.ofMillis(50);
        barrier.tarpit(TarpitSettings.DEFAULTS);
        store.late = true;
        Visit visit = barrier.from(CLIENT);
        assertThat(visit.asks(FROM, TO).delay()).isZero();
        store.catchUp();

        assertThat(visit.asks(FROM, "second@example.org").delay()).hasSeconds(25);
    }

    @Test
    void aTarpitThatWatchesLearnsAlsoWhenTheMessageIsGone() {
        barrier.tarpit(Mode.OBSERVE, TarpitSettings.DEFAULTS);
        store.late = true;
        for (int i = 0; i < AutoWhitelist.Settings.DEFAULTS.after(); i++) {
            sendsBeforeTheStoreAnswers();
        }
        barrier.tarpit(TarpitSettings.DEFAULTS);

        assertThat(barrier.from(CLIENT).asks(FROM, TO).delay()).isZero();
    }

    @Test
    void greylistingThatWatchesLearnsAlsoWhenTheMessageIsGone() {
        barrier.greylist(Mode.OBSERVE, GreylistSettings.DEFAULTS);
        store.late = true;
        sendsBeforeTheStoreAnswers();
        barrier.greylist(GreylistSettings.DEFAULTS);

        assertThat(barrier.from(CLIENT).asksAndWaits(FROM, TO).code()).isEqualTo(250);
        assertThat(barrier.from(CLIENT).asksAndWaits("new@example.net", TO).code())
                .isEqualTo(450);
    }

    private void sendsBeforeTheStoreAnswers() {
        store.late = true;
        Visit visit = barrier.from(CLIENT);
        assertThat(visit.asks(FROM, TO)).isEqualTo(Decision.PASS);
        visit.sends();
        store.catchUp();
        barrier.time.advance(Duration.ofHours(1));
    }

    /** Answers when it is told to. */
    private static final class LateStore implements StateStore {
        private final StateStore store;
        private final List<Runnable> waiting = new ArrayList<>();
        private boolean late;

        LateStore(StateStore store) {
            this.store = store;
        }

        /** Carries out what has been asked, and from now on answers at once. */
        void catchUp() {
            late = false;
            waiting.forEach(Runnable::run);
            waiting.clear();
        }

        @Override
        public CompletionStage<Answers> run(Batch batch, Duration limit) {
            if (!late) {
                return store.run(batch, limit);
            }
            CompletableFuture<Answers> answer = new CompletableFuture<>();
            waiting.add(() -> answer.complete(store.run(batch, limit)
                    .toCompletableFuture()
                    .orTimeout(5, TimeUnit.SECONDS)
                    .join()));
            return answer;
        }

        @Override
        public <T> CompletionStage<Page<T>> walk(Table<T> table, String after, int most) {
            return store.walk(table, after, most);
        }

        @Override
        public <T> long count(Table<T> table) {
            return store.count(table);
        }

        @Override
        public Optional<String> trouble() {
            return store.trouble();
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
