@NullMarked
package org.sekisho.rules.trial;

import org.jspecify.annotations.NullMarked;
