/**
 * A short play that shows what the rules do to whom: real sessions, real rules and a real policy, with a clock that runs
 * as fast as the play wants, names that are made up, and a mail server that keeps nothing. Opens no connection.
 */
@NullMarked
package org.sekisho.app.demo;

import org.jspecify.annotations.NullMarked;
