package org.sekisho.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The middle of a series: one disturbed round does not move it. */
final class Medians {
    private Medians() {}

    static <T> double of(List<T> series, ToDoubleFunction<T> figure) {
        return of(series.stream().mapToDouble(figure).toArray());
    }

    /** Of an even number the upper of the two in the middle; not a number where there is none. */
    static double of(double[] series) {
        if (series.length == 0) {
            return Double.NaN;
        }
        double[] sorted = series.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
