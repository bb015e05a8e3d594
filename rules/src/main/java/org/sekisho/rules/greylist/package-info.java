/**
 * Greylisting: strangers are told to come back, which mail servers do and most bots do not. Knows the state and what it
 * shares with the tarpit; no wire and no store.
 */
@NullMarked
package org.sekisho.rules.greylist;

import org.jspecify.annotations.NullMarked;
