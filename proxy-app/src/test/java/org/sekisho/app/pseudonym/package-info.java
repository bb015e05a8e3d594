@NullMarked
package org.sekisho.app.pseudonym;

import org.jspecify.annotations.NullMarked;
