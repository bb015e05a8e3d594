/**
 * The tarpit: suspects wait for their reply, which mail servers do and most bots do not. Knows the state and what it shares
 * with greylisting; no wire and no store.
 */
@NullMarked
package org.sekisho.rules.tarpit;

import org.jspecify.annotations.NullMarked;
