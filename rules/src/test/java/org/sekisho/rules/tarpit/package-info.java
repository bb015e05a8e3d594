/** Tests of the tarpit. */
@NullMarked
package org.sekisho.rules.tarpit;

import org.jspecify.annotations.NullMarked;
