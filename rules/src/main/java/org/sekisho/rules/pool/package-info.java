/**
 * Which clients are one and the same sender, for defences that wait for a client to come back: big senders try again from
 * another address. Knows DNS, SPF and the case of a session; judges nobody. The only package that knows jSPF.
 */
@NullMarked
package org.sekisho.rules.pool;

import org.jspecify.annotations.NullMarked;
