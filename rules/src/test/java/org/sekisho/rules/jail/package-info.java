/** Bans and jails, beside stores that work and stores that do not. */
@NullMarked
package org.sekisho.rules.jail;

import org.jspecify.annotations.NullMarked;
