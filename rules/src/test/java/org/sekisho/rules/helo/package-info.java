/** Tests of the rule about greeting names. */
@NullMarked
package org.sekisho.rules.helo;

import org.jspecify.annotations.NullMarked;
