@NullMarked
package org.sekisho.rules.recipients;

import org.jspecify.annotations.NullMarked;
