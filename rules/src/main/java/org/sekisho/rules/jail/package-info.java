/**
 * Jails: count what clients do, and ban those who do it too often. Knows what happens in sessions, the state store and the
 * allow list; not what is done about a ban outside of a session, nor any configuration format.
 */
@NullMarked
package org.sekisho.rules.jail;

import org.jspecify.annotations.NullMarked;
