package org.sekisho.app.admin;

import java.util.Optional;
import org.sekisho.app.feed.Feed;
import org.sekisho.state.StateStore;

/**
 * All that operators can ask, by subject.
 *
 * @param state whether it works
 * @param pseudonyms empty where names are written as they are
 */
public record Desks(Desk rules, JailDesk jails, Feed feed, StateStore state, Optional<RevealDesk> pseudonyms) {}
