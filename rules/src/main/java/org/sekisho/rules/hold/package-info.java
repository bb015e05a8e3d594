/**
 * What the rules {@code tarpit} and {@code greylist} share: who counts as one client, what is remembered of it, what its
 * session has waited, and how much may be spent on waiting. Knows neither of the two.
 */
@NullMarked
package org.sekisho.rules.hold;

import org.jspecify.annotations.NullMarked;
