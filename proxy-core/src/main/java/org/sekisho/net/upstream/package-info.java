/**
 * The upstream's side of the wire: addresses and their health, opening and using connections, probing what the upstream
 * offers. Knows nothing of clients but their identity.
 */
@NullMarked
package org.sekisho.net.upstream;

import org.jspecify.annotations.NullMarked;
