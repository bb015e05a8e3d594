/** How decisions are kept and told. */
@NullMarked
package org.sekisho.app.decision;

import org.jspecify.annotations.NullMarked;
