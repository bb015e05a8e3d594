/** Looking up names without blocking anybody. The only package that knows dnsjava; it knows nothing of mail. */
@NullMarked
package org.sekisho.dns;

import org.jspecify.annotations.NullMarked;
