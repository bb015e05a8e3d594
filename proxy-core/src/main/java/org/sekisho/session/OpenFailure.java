package org.sekisho.session;

import org.sekisho.smtp.Reply;

/**
 * Why no upstream connection could be opened.
 *
 * @param reply what the client is told: 4xx, without internal details (U1 to U3); 5xx only where the upstream's own
 *     access control spoke about this client (C4)
 * @param detail for the log: address, step and cause
 * @param elsewhere whether another address might do better
 */
public record OpenFailure(Reply reply, String detail, boolean elsewhere) {}
