/**
 * The whole program with rules, in a process of its own, before a real Postfix: clients at any address, names from a DNS
 * server of the test, and the commands that an operator types.
 */
@NullMarked
package org.sekisho.app.rules;

import org.jspecify.annotations.NullMarked;
