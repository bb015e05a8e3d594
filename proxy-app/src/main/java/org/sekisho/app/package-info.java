/**
 * The program around the proxy: {@link org.sekisho.app.Main} is where it starts, {@code Wiring} where its parts meet and
 * {@code Lifecycle} how it ends. Knows every other package; none knows it.
 */
@NullMarked
package org.sekisho.app;

import org.jspecify.annotations.NullMarked;
