package org.sekisho.rules.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Mode;
import org.sekisho.rules.incident.IncidentSettings.Response;

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

        List<Incident> all = tower.docket.all().toCompletableFuture().join();
        MonthCases.Compared month =
                MonthCases.compared(all, YearMonth.of(2028, 1), 1).get(0);

        assertThat(month.month()).isEqualTo(new MonthCases(YearMonth.of(2028, 1), 1, 0, 0));
        assertThat(month.yearAgo()).isEqualTo(new MonthCases(YearMonth.of(2027, 1), 3, 3, 3));
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
