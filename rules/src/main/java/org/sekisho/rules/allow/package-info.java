/**
 * Who is always let through: the rule {@code allow} and the operators' list that it reads. Knows networks, verified names
 * and senders that come from them; a client's own word, in HELO or MAIL, is never enough.
 */
@NullMarked
package org.sekisho.rules.allow;

import org.jspecify.annotations.NullMarked;
