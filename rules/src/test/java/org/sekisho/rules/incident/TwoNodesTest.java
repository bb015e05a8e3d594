package org.sekisho.rules.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Mode;
import org.sekisho.rules.account.Acquaintance;
import org.sekisho.rules.account.Alarm;
import org.sekisho.rules.account.Familiarity;
import org.sekisho.rules.incident.Entry.Kind;
import org.sekisho.rules.incident.IncidentSettings.Response;
import org.sekisho.rules.origin.Origin;
import org.sekisho.state.Held;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.StateStore;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.SharedStore;

/** Two nodes on one store, each with a docket of its own: an incident is one. */
class TwoNodesTest {
    private static final String TARO = "taro@example.jp";
    private static final Duration HOUR = Duration.ofHours(1);

    private final ManualTime time = new ManualTime();
    private final MemoryStore memory = new MemoryStore(time);
    private final SharedStore way = new SharedStore(memory, time);
    /** By themselves, on whichever node. */
    private final List<Incident> ended = new ArrayList<>();

    private final List<Acquaintance.Outcome> concluded = new ArrayList<>();

    /** Reaches the store by a way that may be cut. */
    private final Docket one = node(way, 1);

    private final Docket two = node(memory, 2);

    private Docket node(StateStore store, long seed) {
        Docket docket = new Docket(store, time, new Random(seed));
        docket.share();
        docket.ask(new Strangers());
        docket.govern(Watchtower.settings(Response.RESTRICT, Scope.NEW_ORIGINS, true), net -> Mode.ENFORCE);
        docket.tell(incident -> {
            if (incident.state() == State.RELEASED) {
                ended.add(incident);
            }
        });
        return docket;
    }

    /** No place is known to any account. */
    private final class Strangers implements Acquaintance {
        @Override
        public CompletionStage<Familiarity> familiarity(String account, InetAddress client) {
            return CompletableFuture.completedStage(Familiarity.NEW);
        }

        @Override
        public CompletionStage<Void> concluded(String account, Outcome outcome, Instant since) {
            concluded.add(outcome);
            return CompletableFuture.completedStage(null);
        }
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static void alarm(Docket docket, Instant now) {
        docket.told(new Alarm(
                TARO,
                "countries",
                100,
                now,
                InetAddress.getLoopbackAddress(),
                Origin.UNKNOWN,
                "10 countries within 1d",
                List.of(),
                OptionalInt.empty()));
    }

    /** By the first node, and the second one has heard of it. */
    private String restricted() {
        alarm(one, time.instant());
        String id = one.of(TARO).orElseThrow().id();
        get(two.reload(id));
        time.advance(Duration.ofSeconds(1));
        return id;
    }

    private static void attempt(Docket docket, String id) {
        Incident incident = find(docket, id);
        docket.refused(incident, InetAddress.getLoopbackAddress(), OptionalInt.empty(), "login refused");
    }

    private static Incident find(Docket docket, String id) {
        return get(docket.find(id)).orElseThrow();
    }

    /** What is new on that node gets into the store. */
    private static void tick(Docket docket) {
        get(docket.tick());
    }

    private void bothHear(String id) {
        get(one.reload(id));
        get(two.reload(id));
    }

    @Test
    void anAccountThatIsRestrictedOnOneIsRestrictedOnTheOther() {
        restricted();

        assertThat(two.defending(TARO)).isPresent();
        assertThat(two.of(TARO)).isEqualTo(one.of(TARO));
    }

    @Test
    void oneThatMissedItTakesItInWhenItReadsThemAgain() {
        alarm(one, time.instant());

        get(two.restore());

        assertThat(two.defending(TARO)).isPresent();
    }

    @Test
    void aReleaseIsTakenInWhenItReadsThemAgain() {
        String id = restricted();
        get(one.release(id, "she has called", "ben"));

        get(two.restore());

        assertThat(two.defending(TARO)).isEmpty();
    }

    @Test
    void anAccountThatIsReleasedOnOneStaysSoThoughTheOtherGoesOnSeeingAttempts() {
        String id = restricted();
        attempt(two, id);
        get(one.release(id, "she has called", "ben"));
        attempt(two, id);
        tick(two);
        bothHear(id);

        assertThat(one.of(TARO)).isEqualTo(two.of(TARO));
        assertThat(find(two, id).state()).isEqualTo(State.RELEASED);
        assertThat(find(two, id).attempts()).isEqualTo(2);
    }

    @Test
    void attemptsOnBothCount() {
        String id = restricted();
        attempt(one, id);
        time.advance(Duration.ofSeconds(1));
        attempt(two, id);
        tick(one);
        tick(two);
        bothHear(id);

        assertThat(find(one, id).attempts()).isEqualTo(2);
        assertThat(find(two, id).attempts()).isEqualTo(2);
    }

    @Test
    void attemptsOnOneProlongARestrictionThatTheOtherWouldEnd() {
        String id = restricted();
        time.advance(HOUR.multipliedBy(20));
        attempt(two, id);
        tick(two);
        time.advance(HOUR.multipliedBy(5));

        tick(one);
        tick(two);

        assertThat(find(one, id).state()).isEqualTo(State.DEFENDED);
        assertThat(two.defending(TARO)).isPresent();
        assertThat(ended).isEmpty();
    }

    @Test
    void aRestrictionEndsByTimeOnceForBoth() {
        String id = restricted();
        time.advance(HOUR.multipliedBy(24));
        tick(one);
        tick(two);
        bothHear(id);
        tick(one);
        tick(two);

        assertThat(find(two, id).state()).isEqualTo(State.RELEASED);
        assertThat(find(one, id)).isEqualTo(find(two, id));
        assertThat(ended).hasSize(1);
        assertThat(concluded).hasSize(1);
    }

    @Test
    void incidentsThatBothHaveOpenedInTheSameMomentBecomeOne() {
        alarm(one, time.instant());
        time.advance(Duration.ofMillis(1));
        alarm(two, time.instant());
        String first = one.of(TARO).orElseThrow().id();
        String second = two.of(TARO).orElseThrow().id();
        get(one.reload(second));
        get(two.reload(first));
        tick(one);
        tick(two);
        bothHear(first);
        bothHear(second);

        assertThat(one.of(TARO)).isEqualTo(two.of(TARO)).map(Incident::id).contains(first);
        assertThat(two.present()).extracting(Incident::id).containsExactly(first);
        assertThat(find(two, second).last(Kind.DISMISSED).map(Entry::text)).contains("goes on as " + first);
        get(two.release(second, "she has called", "ben"));
        get(one.reload(first));
        assertThat(one.defending(TARO)).isEmpty();
        assertThat(two.defending(TARO)).isEmpty();
    }

    @Test
    void isDoneByTheOtherIfWhoHasClaimedItDoesNothing() {
        String id = restricted();
        Incident incident = find(one, id);

        assertThat(get(one.claim(incident, "notice"))).isPresent();
        assertThat(get(two.claim(incident, "notice"))).isEmpty();
        assertThat(get(one.claim(incident, "notice"))).isPresent();
        time.advance(Claims.HELD);

        assertThat(get(two.claim(incident, "notice"))).isPresent();
        assertThat(get(one.claim(incident, "notice"))).isEmpty();
    }

    @Test
    void whoClaimsItSeesWhatTheOtherHasDone() {
        String id = restricted();
        get(one.noticeSent(find(one, id), "ja"));
        assertThat(find(two, id).noticeDue()).isPresent();

        assertThat(get(two.claim(find(two, id), "notice")).orElseThrow().noticeDue())
                .isEmpty();
    }

    // Failures

    @Test
    void aReleaseWhileTheStoreIsAwayHoldsForBothAfterwards() {
        String id = restricted();
        way.away(true);
        CompletionStage<Optional<Incident>> release = one.release(id, "she has called", "ben");
        assertThat(release.toCompletableFuture()).isCompletedExceptionally();
        assertThat(one.defending(TARO)).isEmpty();
        time.advance(HOUR);
        attempt(two, id);
        tick(two);

        way.away(false);
        tick(one);
        bothHear(id);

        assertThat(find(one, id)).isEqualTo(find(two, id));
        assertThat(find(two, id).state()).isEqualTo(State.RELEASED);
        assertThat(find(two, id).attempts()).isOne();
    }

    @Test
    void aRestrictionThatRunsOutWhileTheStoreIsAwayEndsAndGoesOnIfTheOtherHasSeenAttempts() {
        String id = restricted();
        time.advance(HOUR.multipliedBy(23));
        attempt(two, id);
        tick(two);
        way.away(true);
        time.advance(HOUR);
        assertThat(one.tick().toCompletableFuture()).isCompletedExceptionally();
        assertThat(find(one, id).state()).isEqualTo(State.RELEASED);

        way.away(false);
        tick(one);

        assertThat(one.defending(TARO)).isPresent();
        assertThat(find(two, id).state()).isEqualTo(State.DEFENDED);
        assertThat(concluded).isEmpty();
    }

    @Test
    void aStoreThatHasLostEverythingGetsThemBack() {
        String id = restricted();
        get(memory.update(IncidentBook.TABLE, id, "", lost -> Optional.empty(), HOUR));

        get(two.writeBack());

        assertThat(Watchtower.restarted(memory, time).defending(TARO)).isPresent();
    }

    @Test
    void aStoreThatHasLostTheReleaseGetsItBack() {
        String id = restricted();
        Incident before = find(one, id);
        get(one.release(id, "she has called", "ben"));
        get(memory.update(
                IncidentBook.TABLE, id, "", lost -> lost.map(held -> new Held<>(before, held.expires())), HOUR));

        get(one.writeBack());
        bothHear(id);

        assertThat(one.defending(TARO)).isEmpty();
        assertThat(two.defending(TARO)).isEmpty();
        assertThat(find(two, id).last(Kind.RELEASED).map(Entry::by)).contains("ben");
    }
}
