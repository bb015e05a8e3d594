package org.sekisho.rules.jail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.policy.Mode;

class JailSettingsTest {

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(jail -> jail.counts = List.of("unknown-users"), "counts must be of unknown-user, deferred"),
                mistake(jail -> jail.maxRetry = 0, "maxRetry must be between 1 and 500; is 0"),
                mistake(jail -> jail.maxRetry = 501, "maxRetry must be between 1 and 500; is 501"),
                mistake(jail -> jail.findTime = Duration.ZERO, "findTime must be between 1s and 366d"),
                mistake(jail -> jail.banTime = Duration.ZERO, "banTime must be more than 0s, or negative"),
                mistake(jail -> jail.ignoreIp = List.of("192.0.2.1/24"), "ignoreIp must be addresses, networks and"),
                mistake(jail -> jail.ignoreIp = List.of("no such host"), "ignoreIp must be addresses, networks and"),
                mistake(jail -> jail.goodShare = 1.1, "goodShare must be between 0 and 1; is 1.1"),
                mistake(jail -> jail.goodShare = Double.NaN, "goodShare must be between 0 and 1; is NaN"),
                mistake(jail -> jail.prefix4 = 33, "prefix4 must be between 8 and 32; is 33"),
                mistake(jail -> jail.prefix6 = 8, "prefix6 must be between 16 and 128; is 8"),
                mistake(
                        jail -> {
                            jail.prefix4 = 24;
                            jail.aggregates = new Aggregates(9, 24, 48, 0, 0);
                        },
                        "aggregates must be wider than prefix4 and prefix6"));
    }

    private static Arguments mistake(Consumer<JailDraft> change, String complaint) {
        return Arguments.of(change, complaint);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void refusesMistakes(Consumer<JailDraft> change, String complaint) {
        assertThatThrownBy(() -> JailSettings.DEFAULTS.but(change))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(complaint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tomorrow", "2027-02-30", "2027-02-01T09:00"})
    void refusesAStageWithoutADate(String from) {
        assertThatThrownBy(() -> new Tightening(from, 3, Duration.ofMinutes(5), "K. Sato"))
                .hasMessageStartingWith("from must be a day such as 2027-02-01 or a time");
    }

    @Test
    void refusesAStageThatNobodyHasApproved() {
        assertThatThrownBy(() -> new Tightening("2027-02-01", 3, Duration.ofMinutes(5), " "))
                .hasMessage("by must say who has approved the stage");
    }

    @Test
    void refusesAJailThatCountsNothing() {
        assertThatThrownBy(() -> new Jails(Map.of("mine", Jails.defaultsOf("mine"))))
                .hasMessage("jails.mine must name at least one offence in counts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Mine", "my jail", "jail2", "-x", "x-", "a--b"})
    void refusesNamesThatCannotNameATable(String name) {
        assertThatThrownBy(() -> new Jails(Map.of(name, Jails.defaultsOf("auth"))))
                .hasMessageStartingWith("jails must have names of lower case letters and hyphens");
    }

    /** The published values: three in 300 s for 3600 s (capability 1.1), nobody banned before an operator says so. */
    @Test
    void banNobodyAsTheyAreShipped() {
        assertThat(Jails.DEFAULTS.byName().values()).allMatch(jail -> jail.mode() == Mode.OBSERVE);
        assertThat(Jails.DEFAULTS.byName().keySet())
                .containsExactly(
                        "unknown-users",
                        "deferred-recipients",
                        "auth",
                        "early-talkers",
                        "protocol",
                        "connect-and-leave",
                        "relay",
                        "errors",
                        "tarpit",
                        "recidive");
    }
}
