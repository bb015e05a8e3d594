package org.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekisho.app.redis.RedisAddress;
import org.sekisho.app.redis.RedisLink;
import org.sekisho.app.redis.RedisServer;
import org.sekisho.app.redis.RedisSettings;
import org.sekisho.app.redis.RedisStore;
import org.sekisho.policy.Happening;
import org.sekisho.rules.account.AccountKeeper;
import org.sekisho.rules.account.AccountRecord;
import org.sekisho.rules.account.Alarms;
import org.sekisho.rules.account.Familiarity;
import org.sekisho.rules.origin.Origins;
import org.sekisho.testing.Await;
import org.sekisho.testing.Cases;
import org.sekisho.testing.ManualTime;

/** Two nodes on one real Redis: what each sees of an account is learnt by both. */
final class SharedAccountsTest {
    private static final String TARO = "taro@example.jp";
    private static final String HOME = "192.0.2.7";
    private static final String ELSEWHERE = "203.0.113.66";

    private final ManualTime time = new ManualTime();
    private final RedisServer redis = RedisServer.start();
    private Node one;
    private Node two;

    /** What of a node is about accounts. */
    private final class Node implements AutoCloseable {
        private final RedisLink link;
        private final AccountKeeper keeper;

        Node(int number) throws IOException {
            link = RedisLink.open(RedisAddress.parse(redis.uri()), RedisSettings.DEFAULTS, time, new Random(number));
            RedisStore store = new RedisStore(link, RedisSettings.DEFAULTS, time);
            keeper = new AccountKeeper(store, time, Origins.NONE, new byte[32], new Alarms());
        }

        void login(String client) {
            keeper.learn(new Happening.Authenticated(Optional.of(TARO), OptionalInt.empty()), Cases.from(client));
        }

        Familiarity familiarity(String client) throws IOException {
            return keeper.accounts()
                    .familiarity(TARO, InetAddress.getByName(client))
                    .toCompletableFuture()
                    .join();
        }

        long logins() {
            return keeper.accounts()
                    .find(TARO)
                    .toCompletableFuture()
                    .join()
                    .map(AccountRecord::logins)
                    .orElse(0L);
        }

        @Override
        public void close() {
            link.close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        one = new Node(1);
        two = new Node(2);
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        redis.close();
    }

    @Test
    void aPlaceThatIsUsedThroughBothIsTheAccountsOwnOnBoth() throws IOException {
        for (int day = 1; day <= 30; day++) {
            (day % 2 == 0 ? one : two).login(HOME);
            int logins = day;
            Await.until("it is learnt on day " + day, () -> one.logins() == logins && two.logins() == logins);
            time.advance(Duration.ofDays(1));
        }

        for (Node node : List.of(one, two)) {
            assertThat(node.familiarity(HOME).name()).isEqualTo("HOME");
            assertThat(node.familiarity(ELSEWHERE)).isEqualTo(Familiarity.NEW);
        }
    }

    @Test
    void noLoginIsForgottenWhereBothLearnAtOnce() {
        for (int i = 0; i < 20; i++) {
            one.login(HOME);
            two.login(ELSEWHERE);
            int logins = 2 * (i + 1);
            Await.until(logins + " are learnt", () -> one.logins() == logins && two.logins() == logins);
        }
    }
}
