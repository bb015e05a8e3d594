package org.sekisho.app.admin;

import org.sekisho.app.feed.Feed;

/** All that operators can ask, by subject. */
public record Desks(Desk rules, JailDesk jails, Feed feed) {}
