/**
 * The command line: what can be asked for, and what is said in answer. Knows configuration, not how the program is put
 * together: starting it is the {@link org.sekisho.app.cli.Launcher} that it is given.
 */
@NullMarked
package org.sekisho.app.cli;

import org.jspecify.annotations.NullMarked;
