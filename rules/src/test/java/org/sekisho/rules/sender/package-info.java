/** Tests of the rules about the sender's domain. */
@NullMarked
package org.sekisho.rules.sender;

import org.jspecify.annotations.NullMarked;
