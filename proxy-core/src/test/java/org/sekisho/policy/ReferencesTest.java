package org.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** References of decisions: short, and not to be guessed. */
class ReferencesTest {

    @Test
    void areEightLettersAndDigitsThatCannotBeTakenForOneAnother() {
        References references = new References(new Random(1));
        assertThat(Stream.generate(references::next).limit(1_000))
                .allSatisfy(reference -> assertThat(reference).matches("[2-9A-HJ-NP-Z]{8}"));
    }

    /** 40 bits: each of the 8 places takes all of its 32 values, independent of the other places. */
    @Test
    void everyPlaceTakesEveryValue() {
        References references = new References(new Random(1));
        Set<String> places = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            String reference = references.next();
            for (int place = 0; place < reference.length(); place++) {
                places.add(place + ":" + reference.charAt(place));
            }
        }
        assertThat(places).hasSize(8 * 32);
    }

    @Test
    void differ() {
        References references = new References(new Random(1));
        assertThat(Stream.generate(references::next).limit(10_000)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"REFQ2345", "refq2345", " REFQ-2345 ", "(ref REFQ2345)", "ref refq2345", "[REFQ 2345]"})
    void areReadAsPeopleWriteThem(String typed) {
        assertThat(References.written(typed)).isEqualTo("REFQ2345");
    }

    @Test
    void nameTheNodeThatDecided() {
        References references = new References(new Random(1), References.nodeId("mx1.example.jp"));

        String reference = references.next();

        assertThat(reference).matches("[2-9A-HJ-NP-Z]{2}-[2-9A-HJ-NP-Z]{8}");
        assertThat(References.node(reference.toLowerCase(Locale.ROOT))).contains(References.nodeId("mx1.example.jp"));
        assertThat(References.written("(ref " + reference + ")")).isEqualTo(reference.replace("-", ""));
    }

    @Test
    void nameNoNodeWhereThereIsNoOther() {
        assertThat(References.node(new References(new Random(1)).next())).isEmpty();
    }

    @Test
    void nodesThatDifferInADigitHaveDifferentIds() {
        assertThat(IntStream.range(1, 10).mapToObj(i -> References.nodeId("mx" + i + ".example.jp")))
                .doesNotHaveDuplicates();
    }
}
