/** The proxy before a real Postfix, with real clients: every program runs on loopback from directories of its own. */
@NullMarked
package org.sekisho.app.postfix;

import org.jspecify.annotations.NullMarked;
