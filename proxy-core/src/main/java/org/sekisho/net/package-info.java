/**
 * The wire: listeners, connections to clients and to the upstream, codecs. The only packages that know Netty; they
 * know no defence, and they decide nothing about mail: that is the session's work.
 */
@NullMarked
package org.sekisho.net;

import org.jspecify.annotations.NullMarked;
