package org.sekisho.rules.jail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekisho.settings.Network;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.SharedStore;

/** What operators say of bans while the store that the nodes share cannot be reached, and what becomes of it. */
class BansDuringAnOutageTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final ManualTime time = new ManualTime();
    private final MemoryStore memory = new MemoryStore(time);
    private final SharedStore store = new SharedStore(memory, time);
    private final BanList list = new BanList(store, time);
    private final SampleBans bans = new SampleBans(time);
    private final Ban ban = bans.of("192.0.2.7", "postfix", HOUR);

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Another node, as it knows the bans. */
    private BanList other() {
        BanList other = new BanList(memory, time);
        get(other.reload());
        return other;
    }

    private void comesBack() {
        store.away(false);
        list.expire();
    }

    @BeforeEach
    void away() {
        store.away(true);
    }

    @Test
    void anOperatorsBanHoldsAtOnceAndIsKnownNotToBeInTheStore() {
        get(list.add(ban));

        assertThat(list.list()).containsExactly(ban);
        assertThat(list.isUnsaved(ban)).isTrue();
    }

    @Test
    void anOperatorsBanIsInTheStoreAfterwards() {
        get(list.add(ban));
        comesBack();

        assertThat(other().list()).containsExactly(ban);
        assertThat(list.isUnsaved(ban)).isFalse();
    }

    @Test
    void aReloadBeforeItIsSavedTakesItNotAway() {
        get(list.add(ban));
        store.away(false);
        get(list.reload());

        assertThat(list.list()).containsExactly(ban);
    }

    @Test
    void aBanThatEndsDuringTheOutageEndsInTheStoreAfterwards() {
        store.away(false);
        get(list.add(ban));
        store.away(true);
        assertThat(get(list.remove(Network.parse("192.0.2.7"), "ann"))).containsExactly(ban);
        assertThat(list.list()).isEmpty();
        comesBack();
        get(list.reload());

        assertThat(list.list()).isEmpty();
        assertThat(other().list()).isEmpty();
    }

    @Test
    void aBanThatOthersMadeLaterStaysWhenTheEndOfAnEarlierOneIsSaved() {
        store.away(false);
        get(list.add(ban));
        store.away(true);
        get(list.remove(Network.parse("192.0.2.7"), "ann"));
        time.advance(Duration.ofMinutes(1));
        Ban later = bans.of("192.0.2.7", "postfix", HOUR);
        get(other().add(later));
        comesBack();

        assertThat(other().list()).containsExactly(later);
        assertThat(list.list()).as("here, where it was not told").containsExactly(later);
    }

    /** What another node tells while this one has yet to tell the store is not taken in. */
    @Test
    void aBanThatOthersMadeLaterIsTakenInWhenAnEarlierOneIsSaved() {
        get(list.add(ban));
        time.advance(Duration.ofMinutes(1));
        Ban later = bans.of("192.0.2.7", "postfix", HOUR);
        get(other().add(later));
        store.away(false);
        get(list.reload(later.key()));
        list.expire();

        assertThat(list.list()).containsExactly(later);
        assertThat(other().list()).containsExactly(later);
    }

    @Test
    void aBanThatOthersMadeEndsWhenItsEndWasSaidHereLater() {
        store.away(false);
        get(list.add(ban));
        store.away(true);
        time.advance(Duration.ofMinutes(1));
        get(other().add(bans.of("192.0.2.7", "postfix", HOUR)));
        time.advance(Duration.ofMinutes(1));
        get(list.remove(Network.parse("192.0.2.7"), "ann"));
        comesBack();

        assertThat(other().list()).isEmpty();
    }

    @Test
    void aMistakeCanBeTakenBackDuringTheOutage() {
        get(list.add(ban));
        get(list.remove(Network.parse("192.0.2.7"), "ann"));
        assertThat(list.list()).isEmpty();
        comesBack();

        assertThat(other().list()).isEmpty();
    }
}
