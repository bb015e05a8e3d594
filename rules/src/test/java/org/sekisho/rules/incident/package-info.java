/** Tests of incidents. */
@NullMarked
package org.sekisho.rules.incident;

import org.jspecify.annotations.NullMarked;
