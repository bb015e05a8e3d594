package org.sekisho.rules.allow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.SharedStore;

/** What operators say of the allow list while the store that the nodes share cannot be reached. */
class AllowDuringAnOutageTest {
    private final ManualTime time = new ManualTime();
    private final MemoryStore memory = new MemoryStore(time);
    private final SharedStore store = new SharedStore(memory, time);
    private final AllowList list = new AllowList(store, time);

    private AllowEntry entry(String note) {
        return new AllowEntry(Subject.parse("192.0.2.7"), note, "ann", time.instant(), Optional.empty());
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Another node, as it knows the list. */
    private AllowList other() {
        AllowList other = new AllowList(memory, time);
        get(other.reload());
        return other;
    }

    private void comesBack() {
        store.away(false);
        list.saveAgain();
    }

    @Test
    void anEntryCountsAtOnceAndIsInTheStoreAfterwards() {
        AllowEntry entry = entry("a");
        store.away(true);
        get(list.add(entry));
        assertThat(list.list()).containsExactly(entry);
        assertThat(list.isUnsaved(entry)).isTrue();
        comesBack();

        assertThat(other().list()).containsExactly(entry);
        assertThat(list.isUnsaved(entry)).isFalse();
    }

    @Test
    void aReloadBeforeItIsSavedTakesItNotAway() {
        AllowEntry entry = entry("a");
        store.away(true);
        get(list.add(entry));
        store.away(false);
        get(list.reload());
        get(list.reload(entry.key()));

        assertThat(list.list()).containsExactly(entry);
    }

    @Test
    void anEntryThatIsTakenAwayIsGoneFromTheStoreAfterwards() {
        AllowEntry entry = entry("a");
        get(list.add(entry));
        store.away(true);
        assertThat(get(list.remove(entry.subject()))).contains(entry);
        assertThat(list.list()).isEmpty();
        assertThat(list.isUnsaved(entry.subject())).isTrue();
        comesBack();
        get(list.reload());

        assertThat(list.list()).isEmpty();
        assertThat(list.isUnsaved(entry.subject())).isFalse();
        assertThat(other().list()).isEmpty();
    }

    @Test
    void soIsOneThatWasNotKnownHere() {
        AllowEntry entry = entry("a");
        get(other().add(entry));
        store.away(true);
        assertThat(get(list.remove(entry.subject()))).isEmpty();
        assertThat(list.isUnsaved(entry.subject())).isTrue();
        comesBack();

        assertThat(other().list()).isEmpty();
    }

    @Test
    void whatWasSaidLaterOnAnotherNodeStays() {
        store.away(true);
        get(list.add(entry("earlier")));
        time.advance(Duration.ofMinutes(1));
        AllowEntry later = entry("later");
        get(other().add(later));
        comesBack();

        assertThat(other().list()).containsExactly(later);
        assertThat(list.list()).as("here, where it was not told").containsExactly(later);
    }

    @Test
    void aSecondTryIsMadeAfterOneThatFailed() {
        AllowEntry entry = entry("a");
        store.away(true);
        get(list.add(entry));
        list.saveAgain();
        comesBack();

        assertThat(other().list()).containsExactly(entry);
    }
}
