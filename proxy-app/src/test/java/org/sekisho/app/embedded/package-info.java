/** Tests of the embedded mail server, by a client of raw bytes. */
@NullMarked
package org.sekisho.app.embedded;

import org.jspecify.annotations.NullMarked;
