/** Tests of the look-ups, against a real name server on loopback. */
@NullMarked
package org.sekisho.dns;

import org.jspecify.annotations.NullMarked;
