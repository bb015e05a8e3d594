/**
 * The rule {@code dns-lists}: what lists in DNS say about a client's address, block lists and allow lists weighed against
 * each other. A list's name may hold the key that its operator gave to one customer: it is shown to nobody.
 */
@NullMarked
package org.sekisho.rules.dnslists;

import org.jspecify.annotations.NullMarked;
