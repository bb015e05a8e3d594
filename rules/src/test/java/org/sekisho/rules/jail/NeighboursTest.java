package org.sekisho.rules.jail;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sekisho.rules.origin.Origin;
import org.sekisho.rules.origin.Origin.AutonomousSystem;
import org.sekisho.testing.LogCapture;

/** More clients of one network than there is room for records. */
class NeighboursTest {
    private static final String JAIL = "unknown-users";
    private static final int MOST = 300;

    private final Precinct precinct = new Precinct();

    /** So many clients of 2001:db8:1::/48 fail once each. */
    private void crowd(int clients) {
        for (int i = 0; i < clients; i++) {
            precinct.from(client(i)).unknown("user" + i + "@example.org");
        }
    }

    private static String client(int number) {
        return "2001:db8:1:" + Integer.toHexString(number) + "::1";
    }

    @Test
    void bansTheNetworkOfThoseThereIsNoRoomFor() {
        precinct.with(JAIL);
        crowd(MOST + 2);
        assertThat(precinct.banned).isEmpty();
        precinct.from(client(MOST + 2)).unknown("last@example.org");

        assertThat(precinct.inForce()).containsExactly("2001:db8:1::/48");
        assertThat(precinct.banned.get(0).evidence()).last().asString().contains(" " + client(MOST + 2) + " ");
    }

    @Test
    void saysOnceThatThereIsNoRoom() {
        precinct.with(JAIL);
        try (LogCapture log = new LogCapture(Jail.class.getName())) {
            crowd(MOST + 2);
            assertThat(log.lines()).singleElement().asString().contains("2001:db8:1::/48");
        }
    }

    @Test
    void bansWhoeverOfASystemGoesOnThoughThereIsNoRoom() {
        precinct.origins = address ->
                new Origin(Optional.empty(), Optional.of(new AutonomousSystem(64510, "Example")), Optional.empty());
        precinct.with(JAIL, jail -> jail.aggregates = new Aggregates(0, 24, 48, MOST + 1, 0));
        crowd(MOST + 1);

        assertThat(precinct.inForce()).isEqualTo(List.of("2001:db8:1:12c::/64"));
    }

    /** Else one client of a network could take the room of all the others. */
    @Test
    void recordsOfAccountsTakeNoRoomOfClients() throws UnknownHostException {
        precinct.with("auth", jail -> {
            jail.maxRetry = 500;
            jail.accountMaxRetry = 500;
        });
        for (int i = 0; i < MOST; i++) {
            precinct.from("192.0.2.1").guesses("user" + i, i + 1);
        }
        precinct.from("192.0.2.2").guesses("ann", 1);

        assertThat(precinct.keeper
                        .failures(InetAddress.getByName("192.0.2.2"))
                        .toCompletableFuture()
                        .join())
                .containsEntry("auth", 1);
    }
}
