/**
 * What stands in place of addresses, accounts and mailboxes in what the program writes down, the keys of that, and the way
 * back. Knows texts and files of its own; not who writes, nor who asks.
 */
@NullMarked
package org.sekisho.app.pseudonym;

import org.jspecify.annotations.NullMarked;
