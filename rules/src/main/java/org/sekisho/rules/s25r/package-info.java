/**
 * Tells the lines of end users from mail servers by the names that their providers gave them: S25R (selective SMTP
 * rejection) by ASAMI Hideo. The rule {@code s25r}, and what other defences ask to restrict themselves to suspects. Knows
 * names, not mail.
 */
@NullMarked
package org.sekisho.rules.s25r;

import org.jspecify.annotations.NullMarked;
