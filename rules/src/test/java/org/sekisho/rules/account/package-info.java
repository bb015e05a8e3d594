/** Accounts that log in and send in virtual time. */
@NullMarked
package org.sekisho.rules.account;

import org.jspecify.annotations.NullMarked;
