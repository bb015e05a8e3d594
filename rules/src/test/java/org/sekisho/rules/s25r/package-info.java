/** Tests of names that tell end users from mail servers. */
@NullMarked
package org.sekisho.rules.s25r;

import org.jspecify.annotations.NullMarked;
