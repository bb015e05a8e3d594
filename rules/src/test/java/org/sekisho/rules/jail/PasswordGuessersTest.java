package org.sekisho.rules.jail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekisho.net.io.Addresses;
import org.sekisho.policy.Happening;

/** The jail for those who guess passwords. */
class PasswordGuessersTest {
    private static final String CLIENT = "192.0.2.7";

    private final Precinct precinct = new Precinct();

    @BeforeEach
    void begin() {
        precinct.with("auth");
    }

    @Test
    void bansAfterThreeDifferentWrongPasswords() {
        precinct.from(CLIENT).guesses("alice", 1).guesses("alice", 2).guesses("alice", 3);
        assertThat(precinct.inForce()).containsExactly(CLIENT);
    }

    @Test
    void bansWhoeverTriesOnePasswordOnManyAccounts() {
        precinct.from(CLIENT).guesses("alice", 1).guesses("bob", 1).guesses("carol", 1);
        assertThat(precinct.inForce()).containsExactly(CLIENT);
    }

    /** A telephone that has not been told the new password is no attacker. */
    @Test
    void takesTheSameOldPasswordForOneFailure() {
        for (int i = 0; i < 100; i++) {
            precinct.pass(Duration.ofSeconds(10)).from(CLIENT).guesses("alice", 7);
        }
        assertThat(precinct.banned).isEmpty();
    }

    @Test
    void countsEachFailureOfAMechanismThatHidesThePassword() {
        for (int i = 0; i < 3; i++) {
            precinct.from(CLIENT)
                    .tell(new Happening.AuthenticationFailed(
                            "NTLM", Optional.empty(), OptionalInt.empty(), Precinct.WRONG_PASSWORD, Optional.empty()));
        }
        assertThat(precinct.inForce()).containsExactly(CLIENT);
    }

    @Test
    void tellsTheAccountAndNothingOfThePassword() {
        precinct.from(CLIENT).guesses("alice", 4001).guesses("alice", 4002).guesses("bob", 4003);
        assertThat(precinct.banned.get(0).evidence())
                .containsExactly(
                        "2027-01-04T12:00:00Z AUTH failed for alice 535",
                        "2027-01-04T12:00:00Z AUTH failed for alice 535",
                        "2027-01-04T12:00:00Z AUTH failed for bob 535");
    }

    @Test
    void bansWhoeverGoesOnWhenManyAddressesGuessAtOneAccount() {
        precinct.with("auth", jail -> jail.accountMaxRetry = 5);
        for (int i = 1; i <= 7; i++) {
            precinct.from("192.0.2." + i).guesses("alice", i);
        }
        assertThat(precinct.inForce()).containsExactly("192.0.2.5", "192.0.2.6", "192.0.2.7");
        assertThat(precinct.banned.get(0).evidence())
                .first()
                .isEqualTo("2027-01-04T12:00:00Z 192.0.2.1 AUTH failed for alice 535");
    }

    /** Whoever unbans an address is told that it goes on being watched. */
    @Test
    void tellsTheAccountsThatAClientIsGuessingAtWithOthers() {
        precinct.with("auth", jail -> jail.accountMaxRetry = 5);
        for (int i = 1; i <= 6; i++) {
            precinct.from("192.0.2." + i).guesses("alice", i);
        }
        assertThat(alerts("192.0.2.6")).containsExactly("the jail auth bans whoever fails next at the account alice");
        assertThat(alerts("192.0.2.60")).isEmpty();
        precinct.pass(Duration.ofHours(1));
        assertThat(alerts("192.0.2.6")).isEmpty();
    }

    private List<String> alerts(String client) {
        return precinct.keeper
                .alerts(Addresses.literal(client).orElseThrow())
                .toCompletableFuture()
                .join();
    }

    @Test
    void leavesTheOwnersOldPasswordAloneWhileTheAccountIsGuessedAt() {
        precinct.with("auth", jail -> jail.accountMaxRetry = 3);
        precinct.from("198.51.100.1").guesses("alice", 100);
        for (int i = 1; i <= 4; i++) {
            precinct.from("192.0.2." + i).guesses("alice", i);
        }
        precinct.from("198.51.100.1").guesses("alice", 100);
        assertThat(precinct.inForce()).containsExactly("192.0.2.2", "192.0.2.3", "192.0.2.4");
    }

    @Test
    void letsAnAccountRestWhenNobodyGuessesAnyLonger() {
        precinct.with("auth", jail -> jail.accountMaxRetry = 2);
        precinct.from("192.0.2.1").guesses("alice", 1);
        precinct.from("192.0.2.2").guesses("alice", 2);
        precinct.pass(Duration.ofMinutes(5)).from("192.0.2.3").guesses("alice", 3);
        assertThat(precinct.inForce()).isEqualTo(List.of("192.0.2.2"));
    }
}
