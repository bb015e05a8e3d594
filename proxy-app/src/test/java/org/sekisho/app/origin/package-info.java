/** Files that tell where addresses are, made here octet by octet. */
@NullMarked
package org.sekisho.app.origin;

import org.jspecify.annotations.NullMarked;
