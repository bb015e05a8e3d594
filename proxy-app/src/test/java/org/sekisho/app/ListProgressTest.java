package org.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekisho.app.redis.RedisNews.Change;
import org.sekisho.app.redis.RedisNews.Position;

/** What a node knows of its place in the log of changes. */
final class ListProgressTest {
    private final ListProgress progress = new ListProgress();

    private static Position at(long number) {
        return new Position("log", change(number));
    }

    private static Change change(long number) {
        return new Change(number, number + "@9");
    }

    private void hears(long... numbers) {
        LongStream.of(numbers).forEach(progress::heard);
    }

    private void hearsAndTakes(long... numbers) {
        LongStream.of(numbers).forEach(number -> {
            progress.heard(number);
            progress.took(change(number));
        });
    }

    /** All that there was at the start, and the look that found it. */
    @BeforeEach
    void start() {
        progress.mended();
        progress.tookAll(at(10));
        progress.looked(at(10));
    }

    @Test
    void goesOnWithEachChange() {
        hearsAndTakes(11, 12, 13);

        assertThat(progress.taken()).isEqualTo(at(13));
    }

    @Test
    void changesMayBeTakenInInAnyOrder() {
        hears(11, 12, 13);
        progress.took(change(13));
        progress.took(change(12));
        assertThat(progress.taken()).isEqualTo(at(10));
        progress.took(change(11));

        assertThat(progress.taken()).isEqualTo(at(13));
    }

    @Test
    void oneThatWasMissedIsFoundAtTheLookAfterNext() {
        hearsAndTakes(11, 13);
        assertThat(progress.hasMissed()).isFalse();
        progress.looked(at(13));

        assertThat(progress.hasMissed()).isTrue();
    }

    @Test
    void whatWasToldWhileAllWasReadIsNotMissed() {
        hearsAndTakes(12, 13, 14);
        progress.tookAll(at(12));
        progress.looked(at(12));
        hearsAndTakes(15);

        assertThat(progress.taken()).isEqualTo(at(15));
        assertThat(progress.hasMissed()).isFalse();
    }

    @Test
    void readingAllTakesNothingBack() {
        hearsAndTakes(11, 12, 13);
        progress.tookAll(at(11));

        assertThat(progress.taken()).isEqualTo(at(13));
    }

    @Test
    void whatIsToldBeforeTheFirstLookCountsAfterIt() {
        ListProgress fresh = new ListProgress();
        fresh.heard(11);
        fresh.took(change(11));
        assertThat(fresh.taken()).isEqualTo(Position.NONE);
        fresh.tookAll(at(10));

        assertThat(fresh.taken()).isEqualTo(at(11));
    }

    /** A replica that lacked the last changes has become the master, and has had others since. */
    @Test
    void aNumberThatIsUsedAgainIsALoss() {
        hearsAndTakes(11, 12, 13);
        assertThat(progress.hasLost()).isFalse();
        hearsAndTakes(12, 13, 14);

        assertThat(progress.hasLost()).isTrue();
    }

    /** Its message comes on another connection. */
    @Test
    void aChangeThatALookFoundMayBeToldOfAfterwards() {
        progress.tookAll(at(12));
        progress.looked(at(12));
        hears(11, 12);

        assertThat(progress.hasLost()).isFalse();
    }

    @Test
    void aChangeThatALookFoundLongAgoIsNotToldOfAnyMore() {
        progress.looked(at(12));
        progress.looked(at(12));
        hears(12);

        assertThat(progress.hasLost()).isTrue();
    }

    @Test
    void afterALossNumbersBeginWhereverTheStoreIs() {
        hearsAndTakes(11, 12, 13, 12);
        progress.mended();
        progress.tookAll(at(12));
        progress.looked(at(12));
        hearsAndTakes(13);

        assertThat(progress.hasLost()).isFalse();
        assertThat(progress.hasMissed()).isFalse();
        assertThat(progress.taken()).isEqualTo(at(13));
    }

    @Test
    void whatWasOnItsWayWhenTheStoreLostAllDoesNotCount() {
        hears(5_000);
        progress.mended();
        progress.took(change(5_000));
        progress.tookAll(new Position("other", change(4_999)));

        assertThat(progress.taken()).isEqualTo(new Position("other", change(4_999)));
    }
}
