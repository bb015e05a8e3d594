package org.sekisho.app.admin;

import java.util.Optional;
import org.sekisho.app.feed.Feed;

/**
 * All that operators can ask, by subject.
 *
 * @param pseudonyms empty where names are written as they are
 */
public record Desks(Desk rules, JailDesk jails, IncidentDesk incidents, Feed feed, Optional<RevealDesk> pseudonyms) {}
