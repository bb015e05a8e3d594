package org.sekisho.net.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sekisho.settings.Endpoint;
import org.sekisho.testing.ManualTime;

class AddressPoolTest {
    private static final Endpoint A = new Endpoint("192.0.2.1", 25);
    private static final Endpoint B = new Endpoint("192.0.2.2", 25);

    private final ManualTime time = new ManualTime();
    private final AddressPool pool = new AddressPool(List.of(A, B), 2, time);
    private final List<AddressPool.Lease> leases = new ArrayList<>();

    private AddressPool.Lease lease() {
        int before = leases.size();
        assertThat(pool.lease(Set.of(), leases::add)).isPresent();
        assertThat(leases).hasSize(before + 1);
        return leases.get(before);
    }

    @Test
    void sharesConnectionsAmongAddresses() {
        assertThat(List.of(lease().endpoint(), lease().endpoint())).containsExactlyInAnyOrder(A, B);
        assertThat(pool.connections()).isEqualTo(2);
    }

    @Test
    void passesOverAnAddressThatFailedForHalfAMinute() {
        AddressPool.Lease failed = lease();
        Endpoint other = failed.endpoint().equals(A) ? B : A;
        failed.failed();

        assertThat(lease().endpoint()).isEqualTo(other);
        assertThat(lease().endpoint()).isEqualTo(other);
        time.advance(AddressPool.PASSED_OVER);
        assertThat(lease().endpoint()).isEqualTo(failed.endpoint());
    }

    @Test
    void triesAnAddressThatFailedIfAllHave() {
        pool.probed(A, false);
        pool.probed(B, false);

        assertThat(lease().endpoint()).isIn(A, B);
    }

    @Test
    void aProbeThatWorksMakesAnAddressHealthyAgain() {
        pool.probed(A, false);
        pool.probed(A, true);
        pool.probed(B, false);

        assertThat(lease().endpoint()).isEqualTo(A);
    }

    @Test
    void aConnectionThatWorksMakesAnAddressHealthyAgain() {
        AddressPool.Lease lease = lease();
        pool.probed(lease.endpoint(), false);
        lease.worked();
        pool.probed(lease.endpoint().equals(A) ? B : A, false);

        assertThat(lease().endpoint()).isEqualTo(lease.endpoint());
    }

    @Test
    void makesSessionsWaitInLineWhenAllConnectionsAreInUse() {
        for (int i = 0; i < 4; i++) {
            lease();
        }
        List<String> served = new ArrayList<>();
        assertThat(pool.lease(Set.of(), lease -> served.add("first"))).isPresent();
        assertThat(pool.lease(Set.of(), lease -> served.add("second"))).isPresent();

        assertThat(served).isEmpty();
        leases.get(0).release();
        assertThat(served).containsExactly("first");
        leases.get(1).release();
        assertThat(served).containsExactly("first", "second");
    }

    @Test
    void whoGaveUpIsNotServed() {
        for (int i = 0; i < 4; i++) {
            lease();
        }
        List<String> served = new ArrayList<>();
        pool.lease(Set.of(), lease -> served.add("first")).orElseThrow().giveUp();
        leases.get(0).release();

        assertThat(served).isEmpty();
        assertThat(pool.connections()).isEqualTo(3);
    }

    @Test
    void giveBackCountsOnce() {
        AddressPool.Lease lease = lease();
        lease();

        lease.release();
        lease.release();
        lease.failed();

        assertThat(pool.connections()).isEqualTo(1);
    }

    @Test
    void hasNothingForWhoHasTriedAll() {
        assertThat(pool.lease(Set.of(A, B), leases::add)).isEmpty();
        assertThat(leases).isEmpty();
    }

    @Test
    void whoHasTriedOneWaitsForTheOther() {
        for (int i = 0; i < 4; i++) {
            lease();
        }
        List<Endpoint> served = new ArrayList<>();
        assertThat(pool.lease(Set.of(A), lease -> served.add(lease.endpoint()))).isPresent();

        leases.stream()
                .filter(lease -> lease.endpoint().equals(A))
                .findFirst()
                .orElseThrow()
                .release();
        assertThat(served).isEmpty();
        leases.stream()
                .filter(lease -> lease.endpoint().equals(B))
                .findFirst()
                .orElseThrow()
                .release();
        assertThat(served).containsExactly(B);
    }

    @Test
    void aProbeNeverWaitsButCounts() {
        for (int i = 0; i < 4; i++) {
            lease();
        }

        AddressPool.Lease probe = pool.forProbe(A);

        assertThat(pool.connections()).isEqualTo(5);
        probe.release();
        assertThat(pool.connections()).isEqualTo(4);
    }
}
