/** Tests of who is always let through. */
@NullMarked
package org.sekisho.rules.allow;

import org.jspecify.annotations.NullMarked;
