package org.sekisho.rules.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.state.TokenBuckets.Allowance;

final class LimitsSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "messages-per-sender, 30/1m, 30, 60, 30",
        "messages-per-sender-domain, 30/m, 30, 60, 30",
        "recipients-per-account, 100/1h burst 500, 100, 3600, 500",
        "connections-per-network, 5/10s, 5, 10, 5",
        "bytes-per-recipient-domain, 2GiB/1d burst 1MiB, 2147483648, 86400, 1048576",
        "bytes-per-connection, 1000/1s, 1000, 1, 1000",
        "bytes-per-network, 999999999GiB/99999d, 1073741822926258176, 8639913600, 1073741822926258176",
    })
    void readsRates(String name, String rate, long tokens, long seconds, long burst) {
        Limit limit = Limit.read(name, rate).orElseThrow();

        assertThat(limit.name()).isEqualTo(name);
        assertThat(limit.allowance()).isEqualTo(new Allowance(tokens, Duration.ofSeconds(seconds), burst));
    }

    @ParameterizedTest
    @CsvSource({
        "logins-per-address, 30/1m, begin with",
        "messages, 30/1m, 'rates.messages is no limit: messages can be limited per connection, address'",
        "connections-per-sender, 30/1m, 'connections can be limited per address, network'",
        "unknown-recipients-per-recipient-domain, 30/1m, can be limited per connection",
        "messages-per-sender, 30, 'rates.messages-per-sender must be such as 30/1m, 30/1m burst 60, or off; is ''30'''",
        "messages-per-sender, 0/1m, must be such as",
        "messages-per-sender, 30/1w, must be such as",
        "messages-per-sender, 30MiB/1m, which are for bytes",
        "bytes-per-sender, 9999999999GiB/1m, must be such as",
    })
    void saysWhichKeyIsWrong(String name, String rate, String says) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LimitsSettings(Map.of(name, rate), Map.of()))
                .withMessageContaining(says)
                .withMessageStartingWith("rates." + name + " ");
    }

    @Test
    void whatIsNotNamedStaysAsItIsByDefault() {
        LimitsSettings settings = new LimitsSettings(Map.of("messages-per-sender", "30/1m"), Map.of("address", 5));

        assertThat(settings.rates())
                .containsAllEntriesOf(LimitsSettings.DEFAULTS.rates())
                .containsEntry("messages-per-sender", "30/1m");
        assertThat(settings.most(Per.ADDRESS)).isEqualTo(5);
        assertThat(settings.most(Per.NETWORK)).isEqualTo(LimitsSettings.DEFAULTS.most(Per.NETWORK));
    }

    @Test
    void offTakesALimitAway() {
        LimitsSettings settings = new LimitsSettings(Map.of("connections-per-address", "off"), Map.of());

        assertThat(settings.limits()).extracting(Limit::name).doesNotContain("connections-per-address");
    }

    @Test
    void connectionsAtOnceAreLimitedForClientsAndAccountsOnly() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LimitsSettings(Map.of(), Map.of("sender", 3)))
                .withMessage("atOnce.sender must be one of address, network, account");
    }

    @Test
    void everyCombinationThatIsAllowedCanBeNamed() {
        for (Counted counted : Counted.values()) {
            for (Per per : counted.allowed()) {
                assertThat(Limit.read(counted.key() + "-per-" + per.key(), "1/1m"))
                        .isPresent();
            }
        }
    }
}
