/**
 * What happened in sessions, as immutable records, for logs, learners and metrics. Knows the values of SMTP and nothing
 * else of this program. No event carries a credential (A13).
 */
@NullMarked
package org.sekisho.event;

import org.jspecify.annotations.NullMarked;
