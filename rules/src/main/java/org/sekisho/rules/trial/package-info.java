/**
 * Trial mails: what a thief sends first, to see whether an account that he has stolen works. A message is looked at while it
 * passes, it is scored by what speaks for a trial, and all that is kept of it is the score, the names of the signs and keyed
 * hashes (L6). Knows messages as octets; not how they come, nor what becomes of an {@link org.sekisho.rules.account.Alarm}.
 */
@NullMarked
package org.sekisho.rules.trial;

import org.jspecify.annotations.NullMarked;
