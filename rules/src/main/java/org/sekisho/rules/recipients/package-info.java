/**
 * Which recipients exist: learnt from the mail server's own replies to RCPT, so that those it does not know are refused
 * without asking it again. Knows the policy and the state; a question of its own goes through a port of the core.
 */
@NullMarked
package org.sekisho.rules.recipients;

import org.jspecify.annotations.NullMarked;
