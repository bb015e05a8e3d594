package org.sekisho.rules.jail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Happening.Fault;
import org.sekisho.policy.Mode;
import org.sekisho.rules.Self;
import org.sekisho.rules.allow.AllowList;
import org.sekisho.rules.origin.Origins;
import org.sekisho.settings.Network;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.Cases;
import org.sekisho.testing.DeadStore;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.SwitchedStore;
import org.sekisho.testing.ZoneDns;

/** Jails, the guard and the list of bans together, as a program wires them. */
class WardenTest {
    private static final String CLIENT = "192.0.2.7";

    private final ManualTime time = new ManualTime();
    private final SwitchedStore store = new SwitchedStore(new MemoryStore(time));
    private final BanList bans = new BanList(store, time);
    private final Guard guard = new Guard(
            new Self("mx.example.org", Set.of()),
            List.of(Network.parse("198.51.100.0/24")),
            List::of,
            new AllowList(store, time),
            new GoodMail(store, time, GoodMail.ENOUGH));
    private final JailKeeper keeper = new JailKeeper(
            store, time, new Random(1), new ZoneDns(), Origins.NONE, new byte[32], new Warden(bans, guard, time));
    private final List<BanEvent> events = new ArrayList<>();

    private void jail(Mode mode) {
        keeper.replace(new Jails(
                Map.of("early-talkers", Jails.defaultsOf("early-talkers").but(jail -> jail.mode = mode))));
        bans.observe(keeper);
        bans.observe(events::add);
    }

    private void talksEarly(String client) {
        for (int i = 0; i < 3; i++) {
            keeper.learn(new Happening.Misbehaved(Fault.TALKED_BEFORE_GREETING), Cases.from(client));
        }
    }

    @Test
    void bansInTheSameTurn() {
        jail(Mode.ENFORCE);
        talksEarly(CLIENT);
        assertThat(bans.list()).extracting(ban -> ban.subject().toString()).containsExactly(CLIENT);
        assertThat(events).singleElement().isInstanceOf(BanEvent.Banned.class);
    }

    @Test
    void bansInTheSameTurnWithADeadStore() {
        jail(Mode.ENFORCE);
        store.becomes(new DeadStore());
        talksEarly(CLIENT);
        assertThat(bans.list()).hasSize(1);
    }

    /** Capability 0.4. */
    @Test
    void onlySaysSoWhereTheJailObserves() {
        jail(Mode.OBSERVE);
        talksEarly(CLIENT);
        assertThat(bans.list()).isEmpty();
        assertThat(events).singleElement().isInstanceOf(BanEvent.WouldBan.class);
    }

    @Test
    void sparesATrustedProxyAndSaysWhy() {
        jail(Mode.ENFORCE);
        talksEarly("198.51.100.9");
        assertThat(bans.list()).isEmpty();
        assertThat(events)
                .singleElement()
                .isInstanceOfSatisfying(
                        BanEvent.Spared.class,
                        spared -> assertThat(spared.because()).isEqualTo("198.51.100.0/24 is a trusted proxy"));
    }

    @Test
    void countsAnewAfterAnUnban() {
        jail(Mode.ENFORCE);
        talksEarly(CLIENT);
        bans.remove(Network.parse(CLIENT), "operator alice")
                .toCompletableFuture()
                .join();
        talksEarly(CLIENT);
        assertThat(bans.list()).hasSize(1);
    }
}
