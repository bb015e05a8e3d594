/** Tests of greylisting. */
@NullMarked
package org.sekisho.rules.greylist;

import org.jspecify.annotations.NullMarked;
