package org.sekisho.rules.jail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.DeadStore;
import org.sekisho.testing.LogCapture;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.SwitchedStore;

/** Bans by jails while the store is in trouble, and the bounds of what is in memory meanwhile. */
class UnsavedBansTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final ManualTime time = new ManualTime();
    private final MemoryStore memory = new MemoryStore(time);
    private final SwitchedStore store = new SwitchedStore(new DeadStore());
    private final BanList list = new BanList(store, time, 2);
    private final SampleBans bans = new SampleBans(time);

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private BanList restarted() {
        BanList restarted = new BanList(memory, time);
        get(restarted.reload());
        return restarted;
    }

    private void impose(Ban ban) {
        assertThat(list.impose(ban).toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void anOperatorsBanStaysInPlaceOfAJailsThatCouldNotBeSaved() {
        impose(bans.of("192.0.2.7"));
        store.becomes(memory);
        Ban operators = bans.of("192.0.2.7", "postfix", HOUR.multipliedBy(2));
        get(list.add(operators));
        list.expire();

        assertThat(restarted().list()).containsExactly(operators);
    }

    @Test
    void anOperatorsBanStaysThatComesWhileAJailsIsSavedAgain() {
        Ban operators = bans.of("192.0.2.7", "postfix", HOUR.multipliedBy(2));
        impose(bans.of("192.0.2.7"));
        impose(bans.of("192.0.2.8", "postfix", Duration.ofMinutes(1)));
        store.becomes(memory);
        list.observe(event -> {
            if (event instanceof BanEvent.Unbanned) {
                get(list.add(operators));
            }
        });
        time.advance(Duration.ofMinutes(1));
        list.expire();

        assertThat(restarted().list()).containsExactly(operators);
    }

    @Test
    void saysOnceThatBansAreNotOnTheDisk() {
        try (LogCapture log = new LogCapture(UnsavedBans.class.getName())) {
            impose(bans.of("192.0.2.7"));
            impose(bans.of("192.0.2.8"));
            list.expire();
            assertThat(log.lines()).singleElement().asString().contains("192.0.2.7 holds, and is not in the store yet");
        }
    }

    @Test
    void bansNobodyMoreWhenTheListIsFullAndSaysSoOnce() {
        impose(bans.of("192.0.2.7"));
        impose(bans.of("192.0.2.8"));
        try (LogCapture log = new LogCapture(BanList.class.getName())) {
            impose(bans.of("192.0.2.9"));
            impose(bans.of("192.0.2.10"));
            assertThat(log.lines()).singleElement().asString().contains("2 bans already");
        }
        assertThat(list.list()).hasSize(2);
    }

    @Test
    void bansAgainWhenThereIsRoomInTheList() {
        impose(bans.of("192.0.2.7"));
        impose(bans.of("192.0.2.8"));
        time.advance(HOUR);
        list.expire();
        impose(bans.of("192.0.2.9"));

        assertThat(list.list()).hasSize(1);
    }
}
