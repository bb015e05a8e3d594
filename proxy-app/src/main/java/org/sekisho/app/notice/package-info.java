/**
 * Mail to the owners of accounts that have been restricted, and to operators about what waits for them. Knows incidents and how
 * to hand over a mail; not why an account was restricted, nor any session: nothing of it is ever said to whoever is logged in.
 */
@NullMarked
package org.sekisho.app.notice;

import org.jspecify.annotations.NullMarked;
