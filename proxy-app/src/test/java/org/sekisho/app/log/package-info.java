/** Tests of the log: what strangers send in must not show as anything else. */
@NullMarked
package org.sekisho.app.log;

import org.jspecify.annotations.NullMarked;
