/** Tests of sender pools. */
@NullMarked
package org.sekisho.rules.pool;

import org.jspecify.annotations.NullMarked;
