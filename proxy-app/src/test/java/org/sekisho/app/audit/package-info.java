/** Tests of the audit on a real disk. */
@NullMarked
package org.sekisho.app.audit;

import org.jspecify.annotations.NullMarked;
