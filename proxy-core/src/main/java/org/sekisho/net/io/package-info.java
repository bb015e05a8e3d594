/** What both sides of the wire share: deadlines, the transport, small pieces of pipeline. */
@NullMarked
package org.sekisho.net.io;

import org.jspecify.annotations.NullMarked;
