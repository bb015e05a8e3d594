/**
 * Where an address is: country, autonomous system, and perhaps a place on the globe. Knows nothing of the files that this is
 * read from, nor of what is made of it.
 */
@NullMarked
package org.sekisho.rules.origin;

import org.jspecify.annotations.NullMarked;
