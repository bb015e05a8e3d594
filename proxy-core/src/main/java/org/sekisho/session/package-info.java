/**
 * The dialogue: what a client may say when, what it is answered, and what the upstream is asked. Plain Java: it takes
 * events and speaks to ports ({@link org.sekisho.session.ClientPort}, {@link org.sekisho.session.UpstreamPort},
 * {@link org.sekisho.policy.Judge}). It knows no socket, no buffer, no clock of its own and no defence.
 *
 * <p>Threads: all events of one session come from one thread, its event loop.
 */
@NullMarked
package org.sekisho.session;

import org.jspecify.annotations.NullMarked;
