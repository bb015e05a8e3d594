/** Tests of the house itself: who may know whom, and what every source file keeps to. */
@NullMarked
package org.sekisho;

import org.jspecify.annotations.NullMarked;
