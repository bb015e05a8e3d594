/**
 * What an operator or an embedding program may set: immutable records, checked when they are made, complete with
 * defaults. Knows neither files nor formats; a wrong value is an {@link java.lang.IllegalArgumentException} that names
 * the setting and what would be right.
 */
@NullMarked
package org.sekisho.settings;

import org.jspecify.annotations.NullMarked;
