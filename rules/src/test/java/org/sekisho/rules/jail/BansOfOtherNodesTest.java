package org.sekisho.rules.jail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sekisho.state.Held;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.LateStore;
import org.sekisho.testing.ManualTime;

/** What other nodes ban and let go while this one reads what they did before. */
class BansOfOtherNodesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final ManualTime time = new ManualTime();
    private final MemoryStore memory = new MemoryStore(time);
    private final LateStore store = new LateStore(memory);
    private final BanList list = new BanList(store, time);
    private final BanList other = new BanList(memory, time);
    private final SampleBans bans = new SampleBans(time);
    private final Ban ban = bans.of("192.0.2.7", "postfix", HOUR);

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** All of it, as the store is now; the answer comes later. */
    private CompletionStage<Void> beginsToReadAll() {
        store.late(true);
        CompletionStage<Void> reload = list.reload();
        store.late(false);
        return reload;
    }

    private void ends(CompletionStage<Void> reload) {
        store.answer();
        get(reload);
    }

    @Test
    void aReloadTakesNotAwayWhatWasToldSinceItBegan() {
        CompletionStage<Void> reload = beginsToReadAll();
        get(other.add(ban));
        get(list.reload(ban.key()));
        ends(reload);

        assertThat(list.list()).containsExactly(ban);
    }

    @Test
    void aReloadBringsNobodyBackWhoWasLetGoSinceItBegan() {
        get(other.add(ban));
        get(list.reload());
        CompletionStage<Void> reload = beginsToReadAll();
        get(other.removeAll("ann"));
        get(list.reload(ban.key()));
        ends(reload);

        assertThat(list.list()).isEmpty();
    }

    @Test
    void aReloadBringsNobodyWhoCameAndWentSinceItBegan() {
        get(other.add(ban));
        CompletionStage<Void> reload = beginsToReadAll();
        get(other.removeAll("ann"));
        get(list.reload(ban.key()));
        ends(reload);

        assertThat(list.list()).isEmpty();
    }

    /** Whether that was before or after another node's change, only the store knows. */
    @Test
    void whatChangesHereWhileItIsReadIsReadAgain() {
        Ban longer = bans.of("192.0.2.7", "postfix", HOUR.multipliedBy(2));
        store.late(true);
        CompletionStage<Void> reload = list.reload(ban.key());
        store.late(false);
        get(list.add(ban));
        get(other.add(longer));
        ends(reload);

        assertThat(list.list()).containsExactly(longer);
    }

    @Test
    void theLastOfSeveralChangesOfABanStays() {
        store.late(true);
        List<CompletionStage<Void>> reloads = Stream.of(1, 2, 3, 4, 5)
                .map(hours -> {
                    get(other.add(bans.of("192.0.2.7", "postfix", HOUR.multipliedBy(hours))));
                    return list.reload(ban.key());
                })
                .toList();
        store.answer();
        reloads.forEach(BansOfOtherNodesTest::get);

        assertThat(list.list()).containsExactly(bans.of("192.0.2.7", "postfix", HOUR.multipliedBy(5)));
    }

    /** It still holds, though until when cannot be read here. */
    @Test
    void aBanThatANewerProxyRewroteStands() {
        get(list.add(ban));
        rewrittenByANewerProxy(ban.key());
        get(list.reload(ban.key()));
        get(list.reload());

        assertThat(list.list()).containsExactly(ban);
    }

    @Test
    void aBanOfANewerProxyKeepsNoOtherFromBeingWrittenBack() {
        Ban second = bans.of("192.0.2.8", "postfix", HOUR);
        get(list.add(ban));
        get(list.add(second));
        get(other.reload());
        get(other.removeAll("ann"));
        rewrittenByANewerProxy(ban.key());
        get(list.restore());
        get(other.reload());

        assertThat(other.list()).containsExactly(second);
    }

    private void rewrittenByANewerProxy(String key) {
        Held<ByteBuffer> newer = new Held<>(ByteBuffer.wrap(new byte[] {Byte.MAX_VALUE}), Instant.MAX);
        get(memory.update(BanList.TABLE.encoded(), key, "", before -> Optional.of(newer), Duration.ofSeconds(1)));
    }
}
