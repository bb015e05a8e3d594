/**
 * The store that several proxies share: Redis, as one server, under Sentinel, or as a cluster. The only user of its client,
 * Lettuce. Knows no defence and no configuration format.
 *
 * <p>A table is a hash tag, so that all of it lies in one slot of a cluster: each record under a key of its own, which Redis
 * expires, and beside them what bounds the table and gives its records in order ({@code update.lua}). An update is a
 * comparison with what the record was taken for: first a guess, then what Redis says it is.
 */
@NullMarked
package org.sekisho.app.redis;

import org.jspecify.annotations.NullMarked;
