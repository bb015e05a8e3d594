/** The fakes that tests share: time that stands still until it is told to pass, and sockets without a network. */
@NullMarked
package org.sekisho.testing;

import org.jspecify.annotations.NullMarked;
