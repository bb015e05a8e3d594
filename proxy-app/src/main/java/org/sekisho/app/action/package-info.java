/**
 * What is done about a ban outside of a session: the operator gets a mail, the kernel drops the client's connections, a
 * command is run, a web service is told. The only user of Jakarta Mail in the program. Knows bans and what becomes of them;
 * not why or by which rule somebody is banned, nor any session.
 *
 * <p>{@link org.sekisho.app.action.Actions} is told and never blocks. Each action has an {@code ActionWorker} with a queue
 * and a thread of its own.
 */
@NullMarked
package org.sekisho.app.action;

import org.jspecify.annotations.NullMarked;
