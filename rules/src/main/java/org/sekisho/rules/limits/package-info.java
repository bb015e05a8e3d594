/**
 * The rule {@code limits}: how much one client, sender, recipient or account may do in a time, and how many connections it
 * may have at once. Knows the token buckets of one node; buckets that several nodes share come through
 * {@link org.sekisho.state.TokenBuckets}.
 */
@NullMarked
package org.sekisho.rules.limits;

import org.jspecify.annotations.NullMarked;
