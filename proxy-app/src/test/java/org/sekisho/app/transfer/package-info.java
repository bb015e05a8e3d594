@NullMarked
package org.sekisho.app.transfer;

import org.jspecify.annotations.NullMarked;
