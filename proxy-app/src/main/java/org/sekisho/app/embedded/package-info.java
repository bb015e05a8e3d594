/**
 * The mail server that stands behind the proxy when there is no other: SubEthaSMTP on loopback, keeping each accepted
 * message as a file. The only package that knows SubEthaSMTP; knows nothing of the proxy.
 */
@NullMarked
package org.sekisho.app.embedded;

import org.jspecify.annotations.NullMarked;
