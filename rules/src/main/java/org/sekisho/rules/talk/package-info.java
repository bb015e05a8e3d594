/**
 * Tells programs that only look like mail servers by how they talk: the rule {@code early-talker}, for clients that do not
 * wait for the greeting, and the rule {@code protocol}, for those that break the protocol later. Both look at the session
 * itself and need no second visit. Knows what sessions tell, not the wire.
 */
@NullMarked
package org.sekisho.rules.talk;

import org.jspecify.annotations.NullMarked;
