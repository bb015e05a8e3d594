/** Tests of what the tarpit and greylisting share, and of the two together. */
@NullMarked
package org.sekisho.rules.hold;

import org.jspecify.annotations.NullMarked;
