package org.sekisho.session;

import java.net.InetAddress;

/**
 * Who the client is, for the upstream.
 *
 * @param helo the name it gave; it is what the upstream hears in EHLO, too
 * @param extended whether it said EHLO
 */
public record ClientIdentity(InetAddress address, int port, String helo, boolean extended) {}
