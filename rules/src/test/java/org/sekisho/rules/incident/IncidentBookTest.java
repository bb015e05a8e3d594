package org.sekisho.rules.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sekisho.rules.incident.Entry.Kind;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.DeadStore;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.SwitchedStore;

/** Incidents in memory and in the store. */
class IncidentBookTest {
    private static final String TARO = "taro@example.jp";

    private final ManualTime time = new ManualTime();
    private final MemoryStore disk = new MemoryStore(time);
    private final SwitchedStore store = new SwitchedStore(disk);

    private Incident incident(String id, String account, State state) {
        Instant now = time.instant();
        return new IncidentDraft(id, account, now)
                .incident()
                .become(state, now, Optional.of(now.plus(Duration.ofDays(2))));
    }

    private static void write(IncidentBook book) {
        book.save().toCompletableFuture().join();
    }

    private static State state(IncidentBook book, String account) {
        return book.of(account).orElseThrow().state();
    }

    private IncidentBook full() {
        IncidentBook book = new IncidentBook(store, time, 3);
        book.open(incident("open", "a", State.OPEN));
        book.open(incident("watch", "b", State.WATCH));
        book.open(incident("defended", "c", State.DEFENDED));
        return book;
    }

    // Bounds

    @Test
    void letsWhatIsOnlyWatchedGiveWayFirst() {
        IncidentBook book = full();

        assertThat(book.open(incident("fresh", TARO, State.WATCH))).isPresent();

        assertThat(book.present()).extracting(Incident::id).containsExactlyInAnyOrder("open", "defended", "fresh");
        assertThat(book.find("watch").toCompletableFuture().join().map(Incident::state))
                .contains(State.DISMISSED);
    }

    @Test
    void letsWhatWaitsGiveWayThen() {
        IncidentBook book = full();
        book.open(incident("one", TARO, State.DEFENDED));
        book.open(incident("another", "d", State.DEFENDED));

        assertThat(book.present()).extracting(Incident::state).containsOnly(State.DEFENDED);
    }

    @Test
    void letsNoRestrictionGiveWay() {
        IncidentBook book = full();
        book.open(incident("one", TARO, State.DEFENDED));
        book.open(incident("another", "d", State.DEFENDED));

        assertThat(book.open(incident("last", "e", State.DEFENDED))).isEmpty();
        assertThat(state(book, "c")).isEqualTo(State.DEFENDED);
    }

    // Starting

    @Test
    void takesARestrictionInLaterThatCouldNotBeReadAtTheStart() {
        IncidentBook before = new IncidentBook(store, time);
        before.open(incident("old", TARO, State.DEFENDED));
        write(before);
        time.advance(Duration.ofMinutes(1));
        store.becomes(new DeadStore());
        IncidentBook book = new IncidentBook(store, time);
        assertThat(book.restore()).isNotNull();
        book.open(incident("new", TARO, State.WATCH));

        store.becomes(disk);
        write(book);

        assertThat(state(book, TARO)).isEqualTo(State.DEFENDED);
        assertThat(book.present()).extracting(Incident::id).containsExactly("old", "new");
    }

    @Test
    void goesOnWithTheOtherOneWhenARestrictionIsOver() {
        IncidentBook book = new IncidentBook(store, time);
        book.open(incident("old", TARO, State.DEFENDED));
        book.open(incident("new", TARO, State.WATCH));

        book.note("old", each -> each.become(State.RELEASED, time.instant(), each.until()));

        assertThat(state(book, TARO)).isEqualTo(State.WATCH);
    }

    @Test
    void takesInWhatIsDismissedAndOwesItsOwnerANotice() {
        IncidentBook before = new IncidentBook(store, time);
        Instant now = time.instant();
        before.open(incident("owing", TARO, State.DEFENDED)
                .with(now, Kind.DEFENDED, "", "")
                .but(draft -> draft.noticeDue = Optional.of(now))
                .become(State.DISMISSED, now, Optional.of(now)));
        write(before);

        IncidentBook book = new IncidentBook(store, time);
        write(book);

        assertThat(book.present()).extracting(Incident::id).containsExactly("owing");
    }
}
