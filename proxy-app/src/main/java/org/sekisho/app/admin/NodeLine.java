package org.sekisho.app.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One of the proxies that share a store.
 *
 * @param id how references of its decisions begin; empty if they do not say
 * @param heard when it last said that it is there
 * @param here whether it is the one that was asked
 * @param behind how many changes of bans and allow list it had not taken in then
 * @param looked when it had last compared them with the log of changes
 * @param problems with what to do
 */
public record NodeLine(
        String name,
        String id,
        String version,
        Instant since,
        Instant heard,
        boolean alive,
        boolean here,
        long behind,
        Optional<Instant> looked,
        List<String> problems) {}
