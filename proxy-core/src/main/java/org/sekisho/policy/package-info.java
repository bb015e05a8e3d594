/**
 * Judging: what is known at each stage of a session, who is asked, and what the answer may be. Knows the values of SMTP;
 * knows no session, no wire and no defence.
 */
@NullMarked
package org.sekisho.policy;

import org.jspecify.annotations.NullMarked;
