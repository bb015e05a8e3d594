package org.sekisho.rules.origin;

import java.net.InetAddress;

/** Tells where addresses are. Answers from memory, within a few microseconds; thread-safe. */
@FunctionalInterface
public interface Origins {
    /** Knows no address. */
    Origins NONE = address -> Origin.UNKNOWN;

    /** {@link Origin#UNKNOWN} for an address that is in no file. */
    Origin of(InetAddress address);
}
