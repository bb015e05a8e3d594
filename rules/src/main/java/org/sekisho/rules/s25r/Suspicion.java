package org.sekisho.rules.s25r;

import java.util.List;
import java.util.Optional;

/**
 * What a client's name says of it.
 *
 * @param suspect whether it looks like an end user's line
 * @param matched the ids of the patterns that match the name, also where the client is no suspect since its name is allowed
 * @param name the verified name in lower case, or {@code unknown}; empty where no name was looked up
 * @param forNow whether the name servers did not answer, so that it may be told otherwise in a minute: no reason to refuse
 * @param allowedBy the entry or pattern that clears the name of suspicion, whatever it matches
 */
public record Suspicion(
        boolean suspect, List<String> matched, String name, boolean forNow, Optional<String> allowedBy) {
    /** What nobody looked into, such as an IPv6 client. */
    public static final Suspicion NONE = new Suspicion(false, List.of(), "", false, Optional.empty());

    public Suspicion {
        matched = List.copyOf(matched);
    }

    static Suspicion by(S25r.Classification found) {
        return new Suspicion(found.suspect(), found.ids(), found.name(), false, found.allowedBy());
    }

    static Suspicion forNow(boolean suspect) {
        return new Suspicion(suspect, List.of(), S25r.UNKNOWN, true, Optional.empty());
    }

    /** In words, for a finding. */
    public String because() {
        if (name.isEmpty()) {
            return "the client's name does not matter: only IPv4 clients are judged by it";
        } else if (forNow) {
            return "the client's name could not be looked up for now";
        } else if (matched.isEmpty()) {
            return "the client's name is not like an end user's line";
        }
        String ids = " (" + String.join(", ", matched) + ")";
        String like = name.equals(S25r.UNKNOWN)
                ? "the client has no verified name" + ids
                : "the client's name is like an end user's line" + ids;
        return allowedBy.map(entry -> like + ", but allowed by " + entry).orElse(like);
    }
}
