package org.sekisho.rules.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Case;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Stage;
import org.sekisho.policy.Trail;

final class AtOnceTest {
    private static final LimitsSettings TWO =
            new LimitsSettings(Map.of(), Map.of("address", 2, "network", 0, "account", 0));

    @Test
    @DisplayName("capability 4.10: an address that holds many connections gets no more")
    void refusesConnectionsBeyondThoseAllowedAtTheSameTime() {
        Gate gate = new Gate(Mode.ENFORCE, TWO);
        gate.client("192.0.2.1").connect();
        gate.client("192.0.2.1").connect();

        assertThat(gate.client("192.0.2.1").connect())
                .startsWith("421 4.7.0 Too many connections at the same time from your address, close some");
        assertThat(gate.evidence("limit")).isEqualTo("atOnce.address: 2");
        assertThat(gate.evidence("at the same time")).isEqualTo("3, allowed 2");
    }

    @Test
    void anExplanationCountsTheLiveSessionsAndIsNoneOfThem() {
        Gate gate = new Gate(Mode.ENFORCE, TWO);
        gate.client("192.0.2.1").connect();
        assertThat(gate.explained("192.0.2.1")).isEqualTo(Trail.Outcome.PASSED);
        Gate.Client second = gate.client("192.0.2.1");

        assertThat(second.connect()).isEqualTo("passes");
        assertThat(gate.explained("192.0.2.1")).isEqualTo(Trail.Outcome.DISCONNECTED);
        second.end();
        assertThat(gate.explained("192.0.2.1")).isEqualTo(Trail.Outcome.PASSED);
    }

    @Test
    void aSessionThatEndsMakesRoom() {
        Gate gate = new Gate(Mode.ENFORCE, TWO);
        gate.client("192.0.2.1").connect();
        Gate.Client second = gate.client("192.0.2.1");
        second.connect();

        second.end();

        assertThat(gate.client("192.0.2.1").connect()).isEqualTo("passes");
    }

    @Test
    void aSessionThatWasToldToGoDoesNotCountWhileItStaysOpen() {
        Gate gate = new Gate(Mode.ENFORCE, TWO);
        gate.client("192.0.2.1").connect();
        Gate.Client second = gate.client("192.0.2.1");
        second.connect();
        for (int i = 0; i < 5; i++) {
            gate.client("192.0.2.1").connect();
        }

        second.end();
        second.end();

        assertThat(gate.client("192.0.2.1").connect()).isEqualTo("passes");
    }

    @Test
    void aNetworkSharesItsLimit() {
        Gate gate =
                new Gate(Mode.ENFORCE, new LimitsSettings(Map.of(), Map.of("address", 0, "network", 1, "account", 0)));
        gate.client("192.0.2.1").connect();

        assertThat(gate.client("192.0.2.2").connect()).contains("from your network");
        assertThat(gate.client("192.0.3.1").connect()).isEqualTo("passes");
    }

    @Test
    @DisplayName("capability 4.8: connections at the same time are limited per account")
    void anAccountHasItsLimitWhereverItComesFrom() {
        Gate gate =
                new Gate(Mode.ENFORCE, new LimitsSettings(Map.of(), Map.of("address", 0, "network", 0, "account", 1)));
        Gate.Client first = gate.user("192.0.2.1", "anna");
        Gate.Client second = gate.user("198.51.100.1", "anna");
        first.mail("anna@example.org");
        second.mail("anna@example.org");

        assertThat(second.rcpt("b@example.net")).startsWith("450 4.7.1 Too many connections at the same time");
        assertThat(first.rcpt("b@example.net")).isEqualTo("passes");
    }

    @Test
    void aRuleThatWatchesCountsEverySession() {
        Gate gate = new Gate(Mode.OBSERVE, TWO);
        List<Gate.Client> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Gate.Client client = gate.client("192.0.2.1");
            assertThat(client.connect()).isEqualTo("passes");
            clients.add(client);
        }
        assertThat(gate.evidence("at the same time")).isEqualTo("4, allowed 2");

        clients.forEach(Gate.Client::end);

        assertThat(gate.client("192.0.2.1").connect()).isEqualTo("passes");
        assertThat(gate.trails).hasSize(2);
    }

    @Test
    void aSessionThatNobodyHoldsAnyMoreDoesNotCount() throws Exception {
        LiveSessions live = new LiveSessions();
        LiveSessions.Lease lease = live.open(file());
        lease.countAs("address 192.0.2.1");

        lease.enqueue();
        live.open(file());

        assertThat(live.count("address 192.0.2.1")).isZero();
    }

    @Test
    void nothingStaysOfSessionsThatHaveEnded() throws Exception {
        LiveSessions live = new LiveSessions();
        for (int i = 0; i < 1_000; i++) {
            LiveSessions.Lease lease = live.open(file());
            lease.countAs("address " + i);
            lease.countAs("network");
            lease.end();
        }

        assertThat(live.size()).isZero();
    }

    private static Case file() throws Exception {
        return new Case(new Stage.Connection("s", "mx", false, InetAddress.getByName("192.0.2.1"), 40_000));
    }
}
