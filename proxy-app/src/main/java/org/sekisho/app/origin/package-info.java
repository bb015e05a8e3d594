/**
 * Where addresses are, read from files that the operator names: {@code .mmdb} or {@code .csv}. The only user of the library
 * that reads mmdb. Knows nothing of what is made of it, nor of when a file is to be read again.
 */
@NullMarked
package org.sekisho.app.origin;

import org.jspecify.annotations.NullMarked;
