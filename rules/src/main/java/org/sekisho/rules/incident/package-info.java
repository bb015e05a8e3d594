/**
 * What is done about an {@link org.sekisho.rules.account.Alarm}: an incident with a timeline, an operator's or an automatic
 * defence of the account, and its end. Knows alarms and how familiar a client is to an account; not how nets find thieves, nor
 * how anybody is written to.
 */
@NullMarked
package org.sekisho.rules.incident;

import org.jspecify.annotations.NullMarked;
