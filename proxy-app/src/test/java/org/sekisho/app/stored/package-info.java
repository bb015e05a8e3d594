/**
 * What versions of this program have stored, kept as it was written, and whether this version still reads it. Files that tests
 * compare with are in the resources of the same package.
 */
@NullMarked
package org.sekisho.app.stored;

import org.jspecify.annotations.NullMarked;
