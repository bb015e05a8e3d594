package org.sekisho.rules.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.rules.origin.Coordinates;

class AtlasTest {
    private final Atlas atlas = Atlas.shipped();

    private double kilometres(String one, String other) {
        return atlas.kilometres(one, Optional.empty(), other, Optional.empty());
    }

    /** Between the parts that are nearest to each other. */
    @ParameterizedTest(name = "{0} and {1} are {2} km apart at the least")
    @CsvSource({
        "JP, US, 3800",
        "JP, BR, 14900",
        "GB, US, 4000",
        "IL, RU, 1400",
        "AU, NZ, 1600",
        "KR, JP, 50",
        "ES, JP, 9500",
        "SG, AU, 2600",
        "DE, ZA, 7700",
        "IN, AE, 1000"
    })
    void neverTakesCountriesToBeFartherApartThanTheyAre(String one, String other, double least) {
        assertThat(kilometres(one, other)).isLessThanOrEqualTo(least);
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({"JP, BR", "JP, US", "DE, BR", "IL, VN", "GB, NG", "SG, GB"})
    void tellsContinentsApart(String one, String other) {
        assertThat(kilometres(one, other)).isGreaterThan(1_000);
    }

    @Test
    void goesByPositionsWhereItHasThem() {
        Optional<Coordinates> tokyo = Optional.of(new Coordinates(35.7, 139.7));
        Optional<Coordinates> osaka = Optional.of(new Coordinates(34.7, 135.5));
        assertThat(atlas.kilometres("JP", tokyo, "JP", osaka)).isBetween(380.0, 410.0);
    }

    @Test
    void knowsBorders() {
        assertThat(atlas.adjoin("FR", "DE")).isTrue();
        assertThat(atlas.adjoin("JP", "JP")).isTrue();
        assertThat(atlas.adjoin("JP", "KR")).isFalse();
    }

    @Test
    void hasNoDistanceToACountryItDoesNotKnow() {
        assertThat(kilometres("JP", "ZZ")).isZero();
    }

    /** Each of 249 countries of ISO 3166-1 that has inhabitants, and Kosovo. */
    @Test
    void listsEachBorderFromBothSides() {
        List<String> oneSided = Atlas.lines("countries.txt").stream()
                .map(line -> line.split(" ", -1))
                .flatMap(words -> List.of(words).subList(4, words.length).stream()
                        .filter(neighbour -> !atlas.adjoin(neighbour, words[0]))
                        .map(neighbour -> words[0] + " " + neighbour))
                .toList();
        assertThat(oneSided).isEmpty();
    }
}
