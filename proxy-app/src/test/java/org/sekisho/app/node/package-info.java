/** Tests of the nodes that share a store. */
@NullMarked
package org.sekisho.app.node;

import org.jspecify.annotations.NullMarked;
