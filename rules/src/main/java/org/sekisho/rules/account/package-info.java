/**
 * What an account's sessions look like, and which of them look like a thief's. Knows how accounts log in and what they send;
 * not what is done about an {@link org.sekisho.rules.account.Alarm}, nor any file of places.
 */
@NullMarked
package org.sekisho.rules.account;

import org.jspecify.annotations.NullMarked;
