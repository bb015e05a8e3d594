package org.sekisho.rules.hold;

/** How busy the server is. Asked on event loops: must answer at once. */
@FunctionalInterface
public interface LoadMeter {
    /** How many client sessions are open. */
    int sessions();
}
