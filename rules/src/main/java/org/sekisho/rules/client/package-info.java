/**
 * Who a client is, as DNS says: the name that its address has, and whether that name has the address. For other defences;
 * knows DNS and the case of a session, and judges nobody.
 */
@NullMarked
package org.sekisho.rules.client;

import org.jspecify.annotations.NullMarked;
