package org.sekisho.app.admin;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.sekisho.app.feed.Feed;

/**
 * All that operators can ask, by subject.
 *
 * @param origins the files that tell where addresses are, with their age now
 * @param nodes that share the state
 * @param state what is remembered, and whether that works
 * @param pseudonyms empty where names are written as they are
 */
public record Desks(
        Desk rules,
        JailDesk jails,
        IncidentDesk incidents,
        Supplier<List<OriginLine>> origins,
        Feed feed,
        NodeDesk nodes,
        StateDesk state,
        Optional<RevealDesk> pseudonyms) {}
