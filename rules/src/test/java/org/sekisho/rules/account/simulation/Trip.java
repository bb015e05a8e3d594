package org.sekisho.rules.account.simulation;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A journey. Nothing is sent between the gates.
 *
 * @param leaves the gate at home
 * @param back at the gate at home
 * @param flight there, and back
 * @param mobile what the phone uses; empty if it is off
 */
record Trip(
        Instant leaves, Instant back, Duration flight, boolean abroad, InetAddress hotel, Optional<Provider> mobile) {
    boolean covers(Instant now) {
        return !now.isBefore(leaves) && now.isBefore(back);
    }

    boolean inTheAir(Instant now) {
        return covers(now) && (now.isBefore(leaves.plus(flight)) || !now.isBefore(back.minus(flight)));
    }
}
