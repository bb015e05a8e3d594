/** Tests of the jails, with a clock that stands still until it is told to go on. */
@NullMarked
package org.sekisho.rules.jail;

import org.jspecify.annotations.NullMarked;
