package org.sekisho.rules.s25r;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Judges names by patterns. What an operator says comes first: own allowed names, own suspicious names, the shipped allow
 * list, the published patterns.
 */
public final class S25r {
    /** What Postfix calls a client without a verified name, and what R0 matches. */
    public static final String UNKNOWN = "unknown";

    /** No name in DNS is longer; in octets. */
    private static final int LONGEST_NAME = 255;

    /** Names whose matches are remembered, as most clients come again; 500 octets each. */
    private static final int REMEMBERED_NAMES = 10_000;

    /** What the patterns say about a name, today and for ever. */
    private record Matches(List<NamePattern> published, List<NamePattern> own, Optional<String> allowedBy) {}

    private final List<NamePattern> published;
    private final List<NamePattern> own;
    private final List<NamePattern> allowed;
    private final AllowedNames shipped;
    private final InstantSource clock;
    private final Cache<String, Matches> remembered = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_NAMES)
            .executor(Runnable::run)
            .build();

    /**
     * What was made of a name.
     *
     * @param name as it was judged: lower case, without a final dot
     * @param matched the patterns that match it
     * @param allowedBy the entry or pattern that clears it of suspicion
     */
    public record Classification(String name, List<NamePattern> matched, Optional<String> allowedBy) {
        public Classification {
            matched = List.copyOf(matched);
        }

        public boolean suspect() {
            return !matched.isEmpty() && allowedBy.isEmpty();
        }

        public List<String> ids() {
            return matched.stream().map(NamePattern::id).toList();
        }
    }

    /** @param clock by which entries of the shipped allow list expire */
    public static S25r by(S25rSettings settings, InstantSource clock) {
        return new S25r(settings, AllowedNames.shipped(), clock);
    }

    S25r(S25rSettings settings, AllowedNames shipped, InstantSource clock) {
        this.published = PublishedPatterns.at(settings.level());
        this.own = NamePattern.own(settings.patterns());
        this.allowed = NamePattern.own(settings.allowPatterns());
        this.shipped = shipped;
        this.clock = clock;
    }

    /** Which patterns match a verified name, or {@link #UNKNOWN}. What is too long for a name is unknown. */
    public Classification classify(String verified) {
        String name = judged(verified);
        Matches matches = remembered.get(name, this::match);
        Optional<String> allowedBy = matches.allowedBy();
        if (allowedBy.isEmpty() && matches.own().isEmpty()) {
            allowedBy = shipped.entry(name, clock.instant()).map(entry -> "the shipped list (" + entry.domain() + ")");
        }
        List<NamePattern> matched = new ArrayList<>(matches.published());
        matched.addAll(matches.own());
        return new Classification(name, matched, allowedBy);
    }

    private Matches match(String name) {
        return new Matches(
                matching(published, name),
                matching(own, name),
                matching(allowed, name).stream().map(NamePattern::id).findFirst());
    }

    private static String judged(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            return UNKNOWN;
        }
        String whole = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return whole.toLowerCase(Locale.ROOT);
    }

    private static List<NamePattern> matching(List<NamePattern> patterns, String name) {
        return patterns.stream().filter(pattern -> pattern.matches(name)).toList();
    }
}
