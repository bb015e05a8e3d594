/**
 * What the rules {@code tarpit} and {@code greylist} share: who counts as one client, what is remembered of it, what its
 * session has waited, and how much may be spent on waiting, which {@code early-talker} asks, too. Knows none of the three.
 */
@NullMarked
package org.sekisho.rules.hold;

import org.jspecify.annotations.NullMarked;
