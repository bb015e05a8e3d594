package org.sekisho.app.admin;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.sekisho.app.feed.Feed;

/**
 * All that operators can ask, by subject.
 *
 * @param origins the files that tell where addresses are, with their age now
 * @param pseudonyms empty where names are written as they are
 */
public record Desks(
        Desk rules,
        JailDesk jails,
        IncidentDesk incidents,
        Supplier<List<OriginLine>> origins,
        Feed feed,
        StateDesk state,
        Optional<RevealDesk> pseudonyms) {}
