package org.sekisho.rules.recipients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekisho.rules.recipients.Hearings.OK;
import static org.sekisho.rules.recipients.Hearings.UNKNOWN;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.Changed;
import org.sekisho.testing.ManualTime;

/** Domains that take every recipient do not fill the memory (R8). */
final class CatchAllTest {
    private static final int MANY = 20;
    private static final RecipientSettings SETTINGS =
            Changed.in(RecipientSettings.DEFAULTS, Map.of("refresh", 0, "catchAll", MANY));

    private final ManualTime time = new ManualTime();
    private final MemoryStore store = new MemoryStore(time);
    private final Hearings hearings = new Hearings(time, store, Hearings.enforced(SETTINGS));
    private final RecipientMemory memory = new RecipientMemory(SETTINGS, store, time);
    private final Hearings.Session session = hearings.from("192.0.2.1");

    @Test
    void remembersSuchADomainAsAWhole() {
        take(1, 1_000);

        assertThat(memory.stats().recipients()).isEqualTo(MANY);
        assertThat(memory.stats().domains()).isEqualTo(1);
        assertThat(recalled("never-seen@example.org").known()).isTrue();
    }

    @Test
    void theSameRecipientsOverAndOverAreNoCatchAll() {
        for (int i = 0; i < 100; i++) {
            take(1, 5);
        }

        assertThat(recalled("never-seen@example.org").known()).isFalse();
    }

    @Test
    void aDomainThatRefusedSomebodyIsNoCatchAll() {
        session.answered("nobody@example.org", UNKNOWN);
        take(1, 100);

        assertThat(recalled("never-seen@example.org").known()).isFalse();
        assertThat(memory.stats().recipients()).isEqualTo(100);
    }

    @Test
    void oneRefusalEndsTheBeliefInACatchAll() {
        take(1, 100);
        session.answered("nobody@example.org", UNKNOWN);

        assertThat(recalled("never-seen@example.org").known()).isFalse();
        assertThat(session.refusal("nobody@example.org")).isEqualTo("550 5.1.1");
        take(100, 110);
        assertThat(memory.stats().recipients()).isEqualTo(MANY + 1 + 10);
    }

    @Test
    void recipientsWhoComeBackWeeksLaterAreNotCountedTwice() {
        for (int week = 0; week < 10; week++) {
            take(1, MANY / 2);
            time.advance(Duration.ofDays(8));
        }
        take(1, MANY / 2);

        assertThat(recalled("never-seen@example.org").known()).isFalse();
    }

    private void take(int from, int to) {
        for (int i = from; i < to; i++) {
            session.answered("user" + i + "@example.org", OK);
        }
    }

    private RecipientMemory.Recalled recalled(String address) {
        return memory.recall(memory.key(Hearings.mailbox(address)), "192.0.2.0/24")
                .toCompletableFuture()
                .join();
    }
}
