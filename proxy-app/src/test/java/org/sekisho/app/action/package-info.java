/** Tests of what is done about bans outside of sessions, with real servers on loopback and a real kernel table. */
@NullMarked
package org.sekisho.app.action;

import org.jspecify.annotations.NullMarked;
