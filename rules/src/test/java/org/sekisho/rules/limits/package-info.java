/** Tests of the rule {@code limits}, asked as a session asks: through a policy. */
@NullMarked
package org.sekisho.rules.limits;

import org.jspecify.annotations.NullMarked;
