/** Tests of the shared store, on real Redis servers that they start themselves. */
@NullMarked
package org.sekisho.app.redis;

import org.jspecify.annotations.NullMarked;
