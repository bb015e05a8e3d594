/** Tests of lists in DNS. */
@NullMarked
package org.sekisho.rules.dnslists;

import org.jspecify.annotations.NullMarked;
