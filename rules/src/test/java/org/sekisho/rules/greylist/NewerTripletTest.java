package org.sekisho.rules.greylist;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekisho.rules.FailureAnswer;
import org.sekisho.rules.hold.Barrier;
import org.sekisho.state.Codec;
import org.sekisho.state.Held;
import org.sekisho.state.StateStore.Entry;
import org.sekisho.state.Table;

/** A proxy of a newer version has written to the store that this one shares with it, in a way that is not known here. */
final class NewerTripletTest {
    private static final String CLIENT = "203.0.113.7";
    private static final String FROM = "sender@example.net";
    private static final String TO = "user@example.org";
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final byte NEWER = 2;
    private static final Table<byte[]> OCTETS = Table.learned(
            "greylist-triplets",
            new Codec<>() {
                @Override
                public byte[] encode(byte[] octets) {
                    return octets;
                }

                @Override
                public byte[] decode(byte[] octets) {
                    return octets;
                }
            },
            100,
            100,
            40);

    private final Barrier barrier = new Barrier().greylist(GreylistSettings.DEFAULTS);

    @Test
    void isAsAStoreThatFailsAndStaysAsItWas() {
        assertThat(barrier.from(CLIENT).asksAndWaits(FROM, TO).code()).isEqualTo(450);
        List<byte[]> newer =
                records().stream().map(this::rewrittenByANewerProxy).toList();
        assertThat(newer).isNotEmpty();

        assertThat(barrier.from(CLIENT).asksAndWaits(FROM, TO).code()).isEqualTo(250);
        barrier.onStoreFailure = FailureAnswer.DEFER;
        assertThat(barrier.from(CLIENT).asksAndWaits(FROM, TO).toString()).startsWith("451 4.3.0");

        assertThat(records()).extracting(entry -> entry.held().value()).containsExactlyElementsOf(newer);
    }

    private List<Entry<byte[]>> records() {
        return barrier.store.walk(OCTETS, "", 100).toCompletableFuture().join().entries();
    }

    private byte[] rewrittenByANewerProxy(Entry<byte[]> entry) {
        byte[] octets = Arrays.copyOf(entry.held().value(), entry.held().value().length);
        octets[0] = NEWER;
        barrier.store
                .update(
                        OCTETS,
                        entry.key(),
                        "",
                        before -> before.map(held -> new Held<>(octets, held.expires())),
                        LIMIT)
                .toCompletableFuture()
                .join();
        return octets;
    }
}
