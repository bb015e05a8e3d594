/** Tests of the rules {@code early-talker} and {@code protocol}, before the engine and on the wire. */
@NullMarked
package org.sekisho.rules.talk;

import org.jspecify.annotations.NullMarked;
