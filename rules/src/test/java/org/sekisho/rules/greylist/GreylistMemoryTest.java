package org.sekisho.rules.greylist;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekisho.net.io.Addresses;
import org.sekisho.rules.hold.Barrier;
import org.sekisho.rules.hold.Who;

final class GreylistMemoryTest {
    private static final Duration DELAY = Duration.ofMinutes(3);

    private final Barrier barrier = new Barrier().greylist(Barrier.greylist(Who.ALL, DELAY, 1));

    private List<GreylistMemory.Waiting> waiting(String client) {
        InetAddress address = Addresses.literal(client).orElseThrow();
        return new GreylistMemory(barrier.store)
                .waiting(address)
                .toCompletableFuture()
                .join();
    }

    @Test
    void tellsWhatAClientAndItsNeighboursHaveYetToBringBack() {
        barrier.from("192.0.2.7").asks("sender@example.net", "user@example.org");
        barrier.from("198.51.100.7").asks("other@example.net", "user@example.org");

        assertThat(waiting("192.0.2.200"))
                .extracting(GreylistMemory.Waiting::triplet)
                .containsExactly("network:192.0.2.0/24 sender@example.net user@example.org");
    }

    @Test
    void saysNothingOfMailThatHasComeBack() {
        barrier.from("192.0.2.7").asks("sender@example.net", "user@example.org");
        barrier.time.advance(DELAY);
        barrier.from("192.0.2.7").asks("sender@example.net", "user@example.org");

        assertThat(waiting("192.0.2.7")).isEmpty();
    }
}
