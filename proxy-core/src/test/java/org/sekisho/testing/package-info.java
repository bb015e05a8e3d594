/**
 * What tests of every module share: clients that speak bytes, hand-written fakes, waiting with a deadline. Knows nothing
 * of what is being tested.
 */
@NullMarked
package org.sekisho.testing;

import org.jspecify.annotations.NullMarked;
