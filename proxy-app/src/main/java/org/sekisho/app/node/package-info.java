/**
 * The proxies that share one store: each writes a small record of itself there, which expires, and reads those of the
 * others. Knows no Redis and no wire.
 */
@NullMarked
package org.sekisho.app.node;

import org.jspecify.annotations.NullMarked;
