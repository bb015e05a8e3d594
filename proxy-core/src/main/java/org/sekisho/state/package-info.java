/**
 * Where defences keep what they have learnt: one small asynchronous store of bounded tables, and the one that lives in
 * memory. Knows no defence, no wire and no disk.
 */
@NullMarked
package org.sekisho.state;

import org.jspecify.annotations.NullMarked;
