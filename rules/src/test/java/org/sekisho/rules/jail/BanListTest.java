package org.sekisho.rules.jail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sekisho.settings.Network;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.StateException;
import org.sekisho.testing.DeadStore;
import org.sekisho.testing.FullStore;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.StalledStore;
import org.sekisho.testing.SwitchedStore;

/** Bans, in the store and in memory. */
class BanListTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final ManualTime time = new ManualTime();
    private final MemoryStore store = new MemoryStore(time);
    private final BanList list = new BanList(store, time);
    private final SampleBans bans = new SampleBans(time);

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private Optional<Ban> covering(BanList bans, String client) {
        try {
            return bans.covering(InetAddress.getAllByName(client)[0], time.instant());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static List<String> subjects(BanList bans) {
        return bans.list().stream().map(ban -> ban.subject().toString()).toList();
    }

    private BanList restarted() {
        BanList restarted = new BanList(store, time);
        get(restarted.reload());
        return restarted;
    }

    // Looking

    @Test
    void anAddressThatIsBannedIsCoveredAndNoOther() {
        Ban ban = bans.of("192.0.2.7");
        get(list.add(ban));
        assertThat(covering(list, "192.0.2.7")).contains(ban);
        assertThat(covering(list, "192.0.2.8")).isEmpty();
    }

    @Test
    void anIpv6NetworkCoversItsAddresses() {
        get(list.add(bans.of("2001:db8:1:2::/64")));
        assertThat(covering(list, "2001:db8:1:2:3::4")).isPresent();
        assertThat(covering(list, "2001:db8:1:3::4")).isEmpty();
    }

    @Test
    void anAddressMappedIntoIpv6IsCoveredByItsOwnBan() {
        get(list.add(bans.of("192.0.2.7")));
        assertThat(covering(list, "::ffff:192.0.2.7")).isPresent();
    }

    @Test
    void theBanThatLastsLongestCovers() {
        get(list.add(bans.of("192.0.2.7", "postfix", HOUR)));
        Ban longer = bans.of("192.0.2.0/24", "recidive", HOUR.multipliedBy(2));
        get(list.add(longer));
        assertThat(covering(list, "192.0.2.7")).contains(longer);
        Ban forGood = bans.forGood("192.0.2.7", "manual");
        get(list.add(forGood));
        assertThat(covering(list, "192.0.2.7")).contains(forGood);
    }

    @Test
    void tellsAllBansThatHoldAnAddress() throws UnknownHostException {
        get(list.add(bans.of("192.0.2.7", "postfix", HOUR)));
        get(list.add(bans.of("192.0.2.7", "recidive", HOUR)));
        get(list.add(bans.of("192.0.2.0/24", "postfix", HOUR)));
        assertThat(list.allCovering(InetAddress.getByName("192.0.2.7"))).hasSize(3);
        assertThat(list.of(Network.parse("192.0.2.7"))).hasSize(2);
    }

    @Test
    void countsTheBansOfEachJail() {
        get(list.add(bans.of("192.0.2.7", "postfix", HOUR)));
        get(list.add(bans.of("192.0.2.8", "postfix", HOUR)));
        get(list.add(bans.of("192.0.2.7", "recidive", HOUR)));
        get(list.remove(Network.parse("192.0.2.8"), "ann"));
        assertThat(list.count("postfix")).isEqualTo(1);
        assertThat(list.count("none")).isZero();
    }

    // The end of a ban

    @Test
    @DisplayName("capability 0.3: a ban lifts by itself after the configured time")
    void aBanHoldsUntilItsEndAndNoLonger() {
        get(list.add(bans.of("192.0.2.7")));
        time.advance(HOUR.minusNanos(1));
        assertThat(covering(list, "192.0.2.7")).isPresent();
        time.advance(Duration.ofNanos(1));
        assertThat(covering(list, "192.0.2.7")).isEmpty();
        assertThat(list.list()).isEmpty();
    }

    @Test
    void anEndedBanIsForgottenAndTold() {
        Ban ban = bans.of("192.0.2.7");
        get(list.add(ban));
        get(list.add(bans.of("192.0.2.8", "postfix", HOUR.multipliedBy(2))));
        List<BanEvent> events = observed(list);
        time.advance(HOUR);
        list.expire();
        assertThat(events).containsExactly(new BanEvent.Unbanned(ban, time.instant(), "expired"));
        assertThat(list.count("postfix")).isEqualTo(1);
    }

    @Test
    @DisplayName("capability 1.7: a permanent ban never ends by itself")
    void aPermanentBanStays() {
        get(list.add(bans.forGood("192.0.2.7", "postfix")));
        time.advance(Duration.ofDays(36_500));
        list.expire();
        assertThat(covering(list, "192.0.2.7")).isPresent();
    }

    @Test
    void aBanThatTakesThePlaceOfAnotherEndsWhenItSays() {
        get(list.add(bans.of("192.0.2.7", "postfix", HOUR)));
        get(list.add(bans.of("192.0.2.7", "postfix", HOUR.multipliedBy(2))));
        time.advance(HOUR);
        list.expire();
        assertThat(list.list()).hasSize(1);
        assertThat(list.count("postfix")).isEqualTo(1);
    }

    @Test
    void refusesABanThatHasEndedAlready() {
        assertThatThrownBy(() -> get(list.add(bans.of("192.0.2.7", "postfix", Duration.ZERO))))
                .hasMessageContaining("192.0.2.7 would have ended already");
    }

    // Unbanning

    @Test
    void unbansASubjectInAllJails() {
        get(list.add(bans.of("192.0.2.7", "postfix", HOUR)));
        get(list.add(bans.of("192.0.2.7", "recidive", HOUR)));
        assertThat(get(list.remove(Network.parse("192.0.2.7"), "ann"))).hasSize(2);
        assertThat(covering(list, "192.0.2.7")).isEmpty();
        assertThat(get(list.remove(Network.parse("192.0.2.7"), "ann"))).isEmpty();
    }

    @Test
    void unbansASubjectInOneJail() {
        get(list.add(bans.of("192.0.2.7", "postfix", HOUR)));
        Ban other = bans.of("192.0.2.7", "recidive", HOUR);
        get(list.add(other));
        get(list.remove(Network.parse("192.0.2.7"), "postfix", "ann"));
        assertThat(list.list()).containsExactly(other);
    }

    @Test
    void unbansAllOfOneJail() {
        get(list.add(bans.of("192.0.2.7", "postfix", HOUR)));
        get(list.add(bans.of("192.0.2.8", "recidive", HOUR)));
        assertThat(get(list.removeAll("postfix", "ann"))).hasSize(1);
        assertThat(subjects(list)).containsExactly("192.0.2.8");
    }

    @Test
    void unbansEverybodyHoweverMany() {
        for (int n = 0; n < 2_500; n++) {
            get(list.add(bans.of("10.0." + n / 250 + "." + n % 250)));
        }
        assertThat(get(list.removeAll("ann"))).hasSize(2_500);
        assertThat(list.list()).isEmpty();
        assertThat(store.count(StoredBans.TABLE)).isZero();
    }

    @Test
    void whoIsUnbannedStaysSoAfterARestart() {
        get(list.add(bans.of("192.0.2.7")));
        get(list.remove(Network.parse("192.0.2.7"), "ann"));
        assertThat(restarted().list()).isEmpty();
    }

    // Restarts

    @Test
    void afterARestartEveryBanIsThereAsItWas() {
        Ban jails = bans.of("192.0.2.7");
        Ban operators = bans.forGood("2001:db8::/48", "manual");
        get(list.impose(jails));
        get(list.add(operators));
        assertThat(restarted().list()).containsExactlyInAnyOrder(jails, operators);
    }

    @Test
    void theLongestBanThereMayBeIsReadAsItWasWritten() {
        Ban ban = bans.withEvidence("192.0.2.7", "関所".repeat(200));
        assertThat(ban.evidence())
                .hasSize(Ban.MOST_EVIDENCE)
                .allSatisfy(
                        line -> assertThat(line).hasSize(Ban.LONGEST_EVIDENCE).endsWith("…"));
        get(list.add(ban));
        assertThat(restarted().list()).containsExactly(ban);
    }

    @Test
    void observersLearnThatABanWasRestored() {
        Ban ban = bans.of("192.0.2.7");
        get(list.add(ban));
        BanList restarted = new BanList(store, time);
        List<BanEvent> events = observed(restarted);
        get(restarted.reload());
        get(restarted.reload());
        assertThat(events).containsExactly(new BanEvent.Banned(ban, time.instant(), true));
    }

    @Test
    void aBanThatEndedWhileTheProgramWasDownIsNotRestored() {
        get(list.add(bans.of("192.0.2.7")));
        time.advance(HOUR);
        assertThat(restarted().list()).isEmpty();
    }

    @Test
    void takesInWhatAnotherNodeBannedAndUnbanned() {
        BanList other = new BanList(store, time);
        get(list.add(bans.of("192.0.2.1")));
        get(other.reload());
        get(other.add(bans.of("192.0.2.2")));
        get(other.remove(Network.parse("192.0.2.1"), "ann"));
        get(list.reload());
        assertThat(subjects(list)).containsExactly("192.0.2.2");
    }

    /** More than are taken in at once. */
    @Test
    void takesInHoweverManyAnotherNodeBannedAndUnbanned() {
        BanList other = new BanList(store, time);
        for (int n = 0; n < 2_500; n++) {
            get(list.add(bans.of("10.0." + n / 250 + "." + n % 250)));
        }
        get(other.reload());
        assertThat(other.list()).hasSize(2_500);
        get(list.removeAll("ann"));
        get(other.reload());
        assertThat(other.list()).isEmpty();
    }

    // Stores in trouble

    @Test
    void aJailsBanIsInForceThoughTheStoreIsDead() {
        BanList without = new BanList(new DeadStore(), time);
        assertThat(without.impose(bans.of("192.0.2.7")).toCompletableFuture()).isCompletedExceptionally();
        assertThat(covering(without, "192.0.2.7")).isPresent();
    }

    @Test
    void aJailsBanIsInForceBeforeTheStoreAnswers() {
        BanList waiting = new BanList(new StalledStore(), time);
        assertThat(waiting.impose(bans.of("192.0.2.7")).toCompletableFuture()).isNotDone();
        assertThat(covering(waiting, "192.0.2.7")).isPresent();
    }

    @Test
    void aJailsBanIsSavedWhenTheStoreIsBack() {
        SwitchedStore switched = new SwitchedStore(new DeadStore());
        BanList survivor = new BanList(switched, time);
        Ban ban = bans.of("192.0.2.7");
        assertThat(survivor.impose(ban).toCompletableFuture()).isCompletedExceptionally();
        switched.becomes(store);
        get(survivor.reload());
        survivor.expire();
        assertThat(covering(survivor, "192.0.2.7")).isPresent();
        assertThat(restarted().list()).containsExactly(ban);
    }

    @Test
    void anOperatorsBanThatADeadStoreDoesNotTakeIsNone() {
        BanList without = new BanList(new DeadStore(), time);
        assertThatThrownBy(() -> get(without.add(bans.of("192.0.2.7")))).hasCauseInstanceOf(StateException.class);
        assertThat(without.list()).isEmpty();
    }

    @Test
    void anOperatorsBanThatAFullStoreDoesNotTakeIsNone() {
        get(list.add(bans.of("192.0.2.7")));
        BanList restarted = new BanList(new FullStore(store), time);
        get(restarted.reload());
        assertThatThrownBy(() -> get(restarted.add(bans.of("192.0.2.8")))).hasMessageContaining("full");
        assertThat(subjects(restarted)).containsExactly("192.0.2.7");
    }

    @Test
    void aBanThatTheStoreCannotForgetStays() {
        SwitchedStore switched = new SwitchedStore(store);
        BanList survivor = new BanList(switched, time);
        get(survivor.add(bans.of("192.0.2.7")));
        switched.becomes(new DeadStore());
        assertThatThrownBy(() -> get(survivor.remove(Network.parse("192.0.2.7"), "ann")))
                .hasCauseInstanceOf(StateException.class);
        assertThat(covering(survivor, "192.0.2.7")).isPresent();
    }

    // Observers

    @Test
    void observersAreToldWhoEndedABan() {
        Ban ban = bans.of("192.0.2.7");
        List<BanEvent> events = observed(list);
        get(list.impose(ban));
        get(list.remove(ban.subject(), "operator ann"));
        assertThat(events)
                .containsExactly(
                        new BanEvent.Banned(ban, time.instant(), false),
                        new BanEvent.Unbanned(ban, time.instant(), "operator ann"));
    }

    @Test
    void anObserverThatFailsHarmsNobody() {
        list.observe(event -> {
            throw new IllegalStateException("broken");
        });
        List<BanEvent> events = observed(list);
        get(list.impose(bans.of("192.0.2.7")));
        assertThat(events).hasSize(1);
    }

    @Test
    void anObserverThatBansIsTakenInTurn() {
        List<String> told = new ArrayList<>();
        list.observe(event -> {
            if (event.ban().jail().equals("postfix")) {
                get(list.impose(bans.of("192.0.2.7", "recidive", HOUR)));
            }
            told.add(event.ban().jail());
        });
        get(list.impose(bans.of("192.0.2.7", "postfix", HOUR)));
        assertThat(told).containsExactly("postfix", "recidive");
    }

    private static List<BanEvent> observed(BanList list) {
        List<BanEvent> events = new ArrayList<>();
        list.observe(events::add);
        return events;
    }
}
