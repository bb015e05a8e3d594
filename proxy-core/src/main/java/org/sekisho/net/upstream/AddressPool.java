package org.sekisho.net.upstream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sekisho.settings.Endpoint;

/**
 * The upstream's addresses, how many connections each has, and which of them failed lately. Thread-safe.
 *
 * <p>A connection goes to the address with the fewest; one that failed is passed over for 30 s, unless all have failed.
 * When all connections are in use, sessions wait in line.
 */
final class AddressPool {
    static final Duration PASSED_OVER = Duration.ofSeconds(30);

    private final List<Address> addresses;
    private final int mostConnections;
    private final InstantSource clock;
    private final Deque<Waiter> line = new ArrayDeque<>();

    AddressPool(List<Endpoint> endpoints, int mostConnections, InstantSource clock) {
        this.addresses = endpoints.stream().map(Address::new).toList();
        this.mostConnections = mostConnections;
        this.clock = clock;
    }

    private static final class Address {
        private final Endpoint endpoint;
        private int connections;
        private Instant passedOverUntil = Instant.MIN;

        Address(Endpoint endpoint) {
            this.endpoint = endpoint;
        }
    }

    /** A place for one connection to one address; given back exactly once, however often that is asked for. */
    final class Lease {
        private final Address address;
        private boolean over;

        private Lease(Address address) {
            this.address = address;
        }

        Endpoint endpoint() {
            return address.endpoint;
        }

        void release() {
            synchronized (AddressPool.this) {
                if (over) {
                    return;
                }
                over = true;
                address.connections--;
            }
            serveLine();
        }

        /** The address could not be used; the place stays taken until it is released. */
        void failed() {
            markFailed(address);
        }

        /** The address works. */
        void worked() {
            synchronized (AddressPool.this) {
                address.passedOverUntil = Instant.MIN;
            }
            serveLine();
        }
    }

    /** Somebody who waits for a lease, and may stop waiting. */
    final class Waiter {
        private final Set<Endpoint> tried;
        private final Consumer<Lease> taker;

        private Waiter(Set<Endpoint> tried, Consumer<Lease> taker) {
            this.tried = tried;
            this.taker = taker;
        }

        void giveUp() {
            synchronized (AddressPool.this) {
                line.remove(this);
            }
        }
    }

    /**
     * Gives a lease for an address that is not in {@code tried}, at once if it can, else when one becomes free.
     *
     * @param taker called once, by the thread that asked or the one that gave back a lease
     * @return empty if every address has been tried
     */
    Optional<Waiter> lease(Set<Endpoint> tried, Consumer<Lease> taker) {
        Lease lease;
        Waiter waiter = new Waiter(Set.copyOf(tried), taker);
        synchronized (this) {
            if (addresses.stream().allMatch(address -> tried.contains(address.endpoint))) {
                return Optional.empty();
            }
            lease = take(waiter.tried);
            if (lease == null) {
                line.add(waiter);
            }
        }
        if (lease != null) {
            taker.accept(lease);
        }
        return Optional.of(waiter);
    }

    /** A place for a probe: it counts, but does not wait for others, so that there may be one connection more. */
    synchronized Lease forProbe(Endpoint endpoint) {
        Address address = addresses.stream()
                .filter(candidate -> candidate.endpoint.equals(endpoint))
                .findFirst()
                .orElseThrow();
        address.connections++;
        return new Lease(address);
    }

    List<Endpoint> endpoints() {
        return addresses.stream().map(address -> address.endpoint).toList();
    }

    synchronized int connections() {
        return addresses.stream().mapToInt(address -> address.connections).sum();
    }

    /** The probe found that the address works again, or does not. */
    void probed(Endpoint endpoint, boolean works) {
        synchronized (this) {
            for (Address address : addresses) {
                if (address.endpoint.equals(endpoint)) {
                    address.passedOverUntil =
                            works ? Instant.MIN : clock.instant().plus(PASSED_OVER);
                }
            }
        }
        serveLine();
    }

    private synchronized void markFailed(Address address) {
        address.passedOverUntil = clock.instant().plus(PASSED_OVER);
    }

    private @Nullable Lease take(Set<Endpoint> tried) {
        Instant now = clock.instant();
        List<Address> left = new ArrayList<>();
        for (Address address : addresses) {
            if (!tried.contains(address.endpoint)) {
                left.add(address);
            }
        }
        List<Address> healthy = left.stream()
                .filter(address -> !now.isBefore(address.passedOverUntil))
                .toList();
        return (healthy.isEmpty() ? left : healthy)
                .stream()
                        .filter(address -> address.connections < mostConnections)
                        .min(Comparator.comparingInt(address -> address.connections))
                        .map(address -> {
                            address.connections++;
                            return new Lease(address);
                        })
                        .orElse(null);
    }

    private void serveLine() {
        while (true) {
            Waiter next = null;
            Lease lease = null;
            synchronized (this) {
                for (Waiter waiter : line) {
                    lease = take(waiter.tried);
                    if (lease != null) {
                        next = waiter;
                        break;
                    }
                }
                if (next == null || lease == null) {
                    return;
                }
                line.remove(next);
            }
            next.taker.accept(lease);
        }
    }
}
