/** Tests of how defences are built and placed, and what their tests share. */
@NullMarked
package org.sekisho.rules;

import org.jspecify.annotations.NullMarked;
