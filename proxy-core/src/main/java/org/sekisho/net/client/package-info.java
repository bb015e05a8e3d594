/**
 * The client's side of the wire: admission, PROXY header, TLS, and the handler that feeds and obeys a session. Decides
 * nothing about mail.
 */
@NullMarked
package org.sekisho.net.client;

import org.jspecify.annotations.NullMarked;
