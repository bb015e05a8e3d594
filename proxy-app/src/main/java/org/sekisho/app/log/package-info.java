/**
 * The log: one line for each session, transaction and authentication, and messages to people, as text or JSON. Strings of
 * strangers are escaped so that no client can forge a line or a field (G16). Nothing here blocks an event loop: lines wait
 * in a bounded queue for one writer thread. Knows events and Logback, not where events come from.
 */
@NullMarked
package org.sekisho.app.log;

import org.jspecify.annotations.NullMarked;
