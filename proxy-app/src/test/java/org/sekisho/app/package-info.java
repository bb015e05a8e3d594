/** Tests of the whole program. */
@NullMarked
package org.sekisho.app;

import org.jspecify.annotations.NullMarked;
