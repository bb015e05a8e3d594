/** The rule {@code helo}: clients that greet with our name or address, or as known bots do. Knows no DNS. */
@NullMarked
package org.sekisho.rules.helo;

import org.jspecify.annotations.NullMarked;
