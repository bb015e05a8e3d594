package org.sekisho.rules.jail;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Mode;
import org.sekisho.rules.origin.Origins;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.Background;
import org.sekisho.testing.Cases;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.ZoneDns;

/** Sessions of one client run on several event loops. */
class AtTheSameTimeTest {
    private static final int LOOPS = 4;
    private static final int EACH = 100;

    private final ConcurrentLinkedQueue<Ban> banned = new ConcurrentLinkedQueue<>();

    @Test
    void countsEveryFailureAndBansOnce() {
        ManualTime time = new ManualTime();
        JailKeeper keeper = new JailKeeper(
                new MemoryStore(time),
                time,
                RandomGenerator.getDefault(),
                new ZoneDns(),
                Origins.NONE,
                new byte[32],
                bailiff());
        keeper.replace(new Jails(Map.of("auth", Jails.defaultsOf("auth").but(jail -> {
            jail.mode = Mode.ENFORCE;
            jail.maxRetry = LOOPS * EACH;
        }))));
        List<CompletableFuture<Void>> loops = new ArrayList<>();
        for (int i = 0; i < LOOPS; i++) {
            int loop = i;
            loops.add(Background.run(() -> guess(keeper, loop)));
        }
        loops.forEach(CompletableFuture::join);
        assertThat(banned)
                .singleElement()
                .satisfies(ban -> assertThat(ban.failures()).isEqualTo(LOOPS * EACH));
    }

    private static void guess(JailKeeper keeper, int loop) {
        for (int i = 0; i < EACH; i++) {
            keeper.learn(
                    new Happening.AuthenticationFailed(
                            "PLAIN",
                            Optional.of("user" + loop),
                            OptionalInt.of(i),
                            Precinct.WRONG_PASSWORD,
                            Optional.empty()),
                    Cases.from("192.0.2.7"));
        }
    }

    private Bailiff bailiff() {
        return new Bailiff() {
            @Override
            public CompletionStage<Void> ban(Ban ban, JailSettings jail) {
                banned.add(ban);
                return CompletableFuture.completedStage(null);
            }

            @Override
            public boolean holds(InetAddress client) {
                return false;
            }
        };
    }
}
