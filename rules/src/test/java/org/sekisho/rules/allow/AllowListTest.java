package org.sekisho.rules.allow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sekisho.state.Held;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.StateException;
import org.sekisho.state.StateStore;
import org.sekisho.testing.DeadStore;
import org.sekisho.testing.FullStore;
import org.sekisho.testing.LateStore;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.StalledStore;
import org.sekisho.testing.SwitchedStore;

/** The operators' entries, in the store and in memory. */
class AllowListTest {
    private final ManualTime time = new ManualTime();
    private final StateStore store = new MemoryStore(time);
    private final AllowList list = new AllowList(store, time);

    private AllowEntry entry(String subject) {
        return new AllowEntry(Subject.parse(subject), "said so", "ann", time.instant(), Optional.empty());
    }

    private AllowEntry entry(String subject, Duration valid) {
        return new AllowEntry(
                Subject.parse(subject),
                "for now",
                "ann",
                time.instant(),
                Optional.of(time.instant().plus(valid)));
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static List<String> keys(AllowList list) {
        return list.list().stream().map(AllowEntry::key).toList();
    }

    @Test
    void anEntryThatWasAddedIsInTheStoreAndInMemory() {
        get(list.add(entry("192.0.2.0/24")));
        assertThat(keys(list)).containsExactly("192.0.2.0/24");
        assertThat(store.count(AllowList.TABLE)).isEqualTo(1);
    }

    @Test
    void afterARestartEverythingIsThereAsItWasSaid() {
        AllowEntry forEver = entry("mail.example.jp");
        AllowEntry forNow = entry("@example.com from 192.0.2.7", Duration.ofDays(1));
        get(list.add(forEver));
        get(list.add(forNow));
        AllowList restarted = new AllowList(store, time);
        get(restarted.reload());
        assertThat(restarted.list()).containsExactlyInAnyOrder(forEver, forNow);
    }

    @Test
    void reloadsEveryPage() {
        for (int n = 0; n < 2_500; n++) {
            get(list.add(entry("10.0." + n / 250 + "." + n % 250)));
        }
        AllowList restarted = new AllowList(store, time);
        get(restarted.reload());
        assertThat(restarted.list()).hasSize(2_500);
    }

    @Test
    void anEntryTakesThePlaceOfTheOneForTheSameSubject() {
        get(list.add(entry("192.0.2.7")));
        get(list.add(entry("192.0.2.7/32", Duration.ofDays(1))));
        assertThat(list.list()).singleElement().extracting(AllowEntry::note).isEqualTo("for now");
    }

    @Test
    void removesAndSaysWhatWasThere() {
        AllowEntry entry = entry("192.0.2.7");
        get(list.add(entry));
        assertThat(get(list.remove(entry.subject()))).contains(entry);
        assertThat(get(list.remove(entry.subject()))).isEmpty();
        assertThat(list.list()).isEmpty();
    }

    @Test
    void anExpiredEntryIsNotListed() {
        get(list.add(entry("192.0.2.7", Duration.ofHours(1))));
        time.advance(Duration.ofHours(1));
        assertThat(list.list()).isEmpty();
    }

    @Test
    void refusesAnEntryThatHasExpiredAlready() {
        assertThatThrownBy(() -> get(list.add(entry("192.0.2.7", Duration.ZERO))))
                .hasMessageContaining("192.0.2.7 would have expired already");
    }

    @Test
    void takesInWhatAnotherNodeAddedAndRemoved() {
        AllowList other = new AllowList(store, time);
        get(list.add(entry("192.0.2.1")));
        get(other.add(entry("192.0.2.2")));
        get(other.remove(Subject.parse("192.0.2.1")));
        get(list.reload());
        assertThat(keys(list)).containsExactly("192.0.2.2");
    }

    @Test
    void aReloadDoesNotForgetWhatIsAddedMeanwhile() {
        LateStore late = new LateStore(store);
        AllowList behind = new AllowList(late, time);
        late.late(true);
        CompletionStage<Void> reload = behind.reload();
        late.late(false);
        get(behind.add(entry("192.0.2.7")));
        late.answer();
        get(reload);
        assertThat(keys(behind)).containsExactly("192.0.2.7");
    }

    @Test
    void takesInAllThatAnotherNodeAddsAtOnce() {
        LateStore late = new LateStore(store);
        AllowList behind = new AllowList(late, time);
        List<String> added =
                IntStream.range(0, 200).mapToObj(n -> "10.0.0." + n).toList();
        added.forEach(subject -> get(list.add(entry(subject))));
        late.late(true);
        List<CompletionStage<Void>> reloads = added.stream().map(behind::reload).toList();
        late.answer();
        reloads.forEach(AllowListTest::get);
        assertThat(keys(behind)).containsExactlyInAnyOrderElementsOf(added);
    }

    @Test
    void aReloadTakesInWhatAnotherNodeAddsMeanwhileAndRemoves() {
        LateStore late = new LateStore(store);
        AllowList behind = new AllowList(late, time);
        get(list.add(entry("192.0.2.1")));
        late.late(true);
        CompletionStage<Void> reload = behind.reload();
        late.late(false);
        get(list.remove(Subject.parse("192.0.2.1")));
        get(list.add(entry("192.0.2.2")));
        get(behind.reload("192.0.2.1"));
        get(behind.reload("192.0.2.2"));
        late.answer();
        get(reload);
        assertThat(keys(behind)).containsExactly("192.0.2.2");
    }

    /** What was read may be what it was before, or what another node has made of it since. */
    @Test
    void whatChangesHereWhileItIsReadIsReadAgain() {
        LateStore late = new LateStore(store);
        AllowList behind = new AllowList(late, time);
        late.late(true);
        CompletionStage<Void> reload = behind.reload("192.0.2.7");
        late.late(false);
        get(behind.add(entry("192.0.2.7")));
        get(list.remove(Subject.parse("192.0.2.7")));
        late.answer();
        get(reload);
        assertThat(behind.list()).isEmpty();
    }

    @Test
    void failsWhereItCannotBeSaidWhatTheStoreHolds() {
        LateStore late = new LateStore(store);
        AllowList busy = new AllowList(late, time);
        late.late(true);
        CompletionStage<Void> reload = busy.reload("192.0.2.7");
        for (int attempt = 0; attempt < 3; attempt++) {
            late.late(false);
            get(busy.add(entry("192.0.2.7")));
            late.late(true);
            late.answer();
        }
        assertThat(reload).isCompletedExceptionally();
    }

    @Test
    void anEntryThatANewerProxyRewroteStillCounts() {
        Held<ByteBuffer> newer = new Held<>(ByteBuffer.wrap(new byte[] {Byte.MAX_VALUE}), Instant.MAX);
        get(list.add(entry("192.0.2.7")));
        get(store.update(
                AllowList.TABLE.encoded(), "192.0.2.7", "", before -> Optional.of(newer), Duration.ofSeconds(1)));
        get(list.reload("192.0.2.7"));
        get(list.reload());
        assertThat(keys(list)).containsExactly("192.0.2.7");
    }

    @Test
    void whatADeadStoreDoesNotTakeIsNotAdded() {
        AllowList without = new AllowList(new DeadStore(), time);
        assertThatThrownBy(() -> get(without.add(entry("192.0.2.7")))).hasCauseInstanceOf(StateException.class);
        assertThat(without.list()).isEmpty();
    }

    @Test
    void entriesStayWhenTheStoreDiesOrStalls() {
        SwitchedStore switched = new SwitchedStore(store);
        AllowList survivor = new AllowList(switched, time);
        get(survivor.add(entry("192.0.2.7")));
        switched.becomes(new DeadStore());
        assertThat(survivor.reload().toCompletableFuture()).isCompletedExceptionally();
        StalledStore stalled = new StalledStore();
        switched.becomes(stalled);
        CompletionStage<Void> adding = survivor.add(entry("192.0.2.8"));
        stalled.passLimits();
        assertThat(adding.toCompletableFuture()).isCompletedExceptionally();
        assertThat(keys(survivor)).containsExactly("192.0.2.7");
    }

    @Test
    void aFullStoreStillTellsItsEntriesAndTakesNoMore() {
        get(list.add(entry("192.0.2.7")));
        AllowList restarted = new AllowList(new FullStore(store), time);
        get(restarted.reload());
        assertThatThrownBy(() -> get(restarted.add(entry("192.0.2.8")))).hasMessageContaining("full");
        assertThat(keys(restarted)).containsExactly("192.0.2.7");
    }
}
