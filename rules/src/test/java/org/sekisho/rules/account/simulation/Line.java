package org.sekisho.rules.account.simulation;

import java.net.InetAddress;

/**
 * Over which somebody's mail goes.
 *
 * @param address as the proxy sees it
 * @param kind in a few words, for the table of false alarms
 */
record Line(InetAddress address, String kind) {}
