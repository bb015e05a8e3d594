/** Tests of names that DNS gives to clients. */
@NullMarked
package org.sekisho.rules.client;

import org.jspecify.annotations.NullMarked;
