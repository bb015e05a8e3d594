/** Tests of the command line as whoever types it sees it. */
@NullMarked
package org.sekisho.app.cli;

import org.jspecify.annotations.NullMarked;
