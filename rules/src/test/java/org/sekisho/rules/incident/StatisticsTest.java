package org.sekisho.rules.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Mode;
import org.sekisho.rules.incident.IncidentSettings.Response;
import org.sekisho.state.StateException;
import org.sekisho.testing.DeadStore;

/** What incidents and mail come to in figures. */
class StatisticsTest {
    private final Watchtower tower = new Watchtower();

    @Test
    @DisplayName("capability 3.6: cases and defences of a month, beside those of the same month a year before")
    void comparesAMonthWithTheYearBefore() {
        tower.govern(Response.ASK, Mode.ENFORCE);
        for (int i = 0; i < 3; i++) {
            tower.alarm("messages");
            String id = tower.incident().id();
            tower.docket.defend(id, Optional.empty(), Optional.empty(), "", "ben");
            tower.docket.dismiss(id, "", "ben");
            tower.pass(Duration.ofDays(1));
        }
        tower.pass(Duration.ofDays(362));
        tower.alarm("countries");

        MonthCases.Compared month = compared(YearMonth.of(2028, 1), 1).get(0);

        assertThat(month.cases()).contains(new MonthCases(YearMonth.of(2028, 1), 1, 0, 0));
        assertThat(month.yearAgo()).contains(new MonthCases(YearMonth.of(2027, 1), 3, 3, 3));
    }

    @Test
    @DisplayName("capability 3.6: a month is still known when its incidents are forgotten")
    void comparesMonthsWhoseIncidentsAreForgotten() {
        tower.govern(Response.ASK, Mode.ENFORCE);
        tower.alarm("messages");
        String id = tower.incident().id();
        tower.docket.dismiss(id, "", "ben").toCompletableFuture().join();
        count();
        tower.pass(Duration.ofDays(500));
        count();

        assertThat(tower.docket.all().toCompletableFuture().join()).isEmpty();
        MonthCases.Compared january = compared(YearMonth.of(2028, 5), 5).get(0);
        assertThat(january.month()).isEqualTo(YearMonth.of(2028, 1));
        assertThat(january.yearAgo()).contains(new MonthCases(YearMonth.of(2027, 1), 1, 1, 0));
    }

    @Test
    void aMonthInWhichNothingRanIsUnknownAndOneWithoutACaseIsNone() {
        count();
        tower.pass(Duration.ofDays(60));

        List<MonthCases.Compared> months = compared(YearMonth.of(2027, 3), 3);

        assertThat(months)
                .containsExactly(
                        compared(YearMonth.of(2027, 1), Optional.of(MonthCases.none(YearMonth.of(2027, 1)))),
                        compared(YearMonth.of(2027, 2), Optional.empty()),
                        compared(YearMonth.of(2027, 3), Optional.of(MonthCases.none(YearMonth.of(2027, 3)))));
    }

    @Test
    void countsAgainWhenTheStoreHasFailed() {
        tower.store.becomes(new DeadStore());
        assertThatThrownBy(this::count).hasCauseInstanceOf(StateException.class);
        tower.store.becomes(tower.memory);
        count();
        tower.pass(Duration.ofDays(60));

        assertThat(compared(YearMonth.of(2027, 1), 1).get(0).cases()).isPresent();
    }

    @Test
    @DisplayName("capability 4.14: mail that is put off is no delivery error")
    void doesNotCountWhatIsPutOff() {
        Watchtower.Session session = tower.session(Watchtower.HOME).accepted(Watchtower.TARO, 7);
        session.sends(3, 1);
        session.putOff();

        assertThat(today()).isEqualTo(new Delivered(4, 1, 0));
    }

    @Test
    @DisplayName("capability 4.14: a message without a sender is a bounce if its recipient has sent lately")
    void countsBouncesOfThoseWhoHaveSent() {
        tower.session(Watchtower.THIEF).bounces(Watchtower.TARO);
        tower.session(Watchtower.THIEF).bounces("list@example.jp");
        tower.session(Watchtower.THIEF).bounces(Watchtower.TARO, "list@example.jp");

        assertThat(today()).isEqualTo(new Delivered(0, 0, 1));
    }

    @Test
    void losesNothingWhileTheStoreFails() {
        tower.session(Watchtower.HOME).accepted(Watchtower.TARO, 7).sends(2, 0);
        tower.store.becomes(new DeadStore());
        assertThatThrownBy(() -> tower.deliveries.write().toCompletableFuture().join())
                .hasCauseInstanceOf(StateException.class);
        tower.session(Watchtower.HOME).accepted(Watchtower.TARO, 7).sends(1, 0);
        tower.store.becomes(tower.memory);

        assertThat(today()).isEqualTo(new Delivered(3, 0, 0));
    }

    private Delivered today() {
        LocalDate day = LocalDate.ofInstant(tower.time.instant(), ZoneOffset.UTC);
        return tower.deliveries
                .between(day, day.plusDays(1))
                .toCompletableFuture()
                .join();
    }

    private void count() {
        tower.months.write().toCompletableFuture().join();
    }

    private List<MonthCases.Compared> compared(YearMonth latest, int months) {
        return tower.months.compared(latest, months).toCompletableFuture().join();
    }

    private static MonthCases.Compared compared(YearMonth month, Optional<MonthCases> cases) {
        return new MonthCases.Compared(month, cases, Optional.empty());
    }

    @Test
    @DisplayName("capability 4.14: the delivery error rate before and after a restriction")
    void tellsTheErrorRateBeforeAndAfterARestriction() {
        tower.session(Watchtower.THIEF).accepted(Watchtower.TARO, 7).sends(60, 40);
        tower.pass(Duration.ofDays(1));
        tower.alarm("countries");
        tower.session(Watchtower.HOME).accepted(Watchtower.TARO, 7).sends(99, 1);

        Deliveries.Around around = tower.deliveries
                .around(tower.incident()
                        .first(Entry.Kind.DEFENDED)
                        .orElseThrow()
                        .time())
                .toCompletableFuture()
                .join();

        assertThat(around.before().errorRate()).isEqualTo(40);
        assertThat(around.after().errorRate()).isEqualTo(1);
    }
}
