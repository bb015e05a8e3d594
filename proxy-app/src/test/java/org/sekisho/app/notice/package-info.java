/** Tests of notices. */
@NullMarked
package org.sekisho.app.notice;

import org.jspecify.annotations.NullMarked;
