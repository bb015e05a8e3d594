package org.sekisho.dns;

import java.util.List;

/**
 * What a look-up came to: found, absent and failed are three different things, since a failure may be gone in a minute
 * and must never lead to a refusal for good.
 *
 * @param values empty unless the outcome is {@link Outcome#FOUND}
 */
public record DnsAnswer<T>(Outcome outcome, List<T> values) {

    /** The outcome of a look-up. */
    public enum Outcome {
        /** There is at least one record. */
        FOUND,
        /** The name exists, but has no record of that type. */
        NO_DATA,
        /** The name does not exist. */
        NO_NAME,
        /** The name servers did not answer, not in time, or with an error. */
        FAILED
    }

    public DnsAnswer {
        values = List.copyOf(values);
        if ((outcome == Outcome.FOUND) == values.isEmpty()) {
            throw new IllegalArgumentException("An answer has values if and only if something was found");
        }
    }

    public static <T> DnsAnswer<T> of(List<T> found) {
        return new DnsAnswer<>(found.isEmpty() ? Outcome.NO_DATA : Outcome.FOUND, found);
    }

    public static <T> DnsAnswer<T> noName() {
        return new DnsAnswer<>(Outcome.NO_NAME, List.of());
    }

    public static <T> DnsAnswer<T> failed() {
        return new DnsAnswer<>(Outcome.FAILED, List.of());
    }

    public boolean found() {
        return outcome == Outcome.FOUND;
    }

    public boolean failure() {
        return outcome == Outcome.FAILED;
    }
}
