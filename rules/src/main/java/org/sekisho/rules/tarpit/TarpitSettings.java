package org.sekisho.rules.tarpit;

import java.time.Duration;
import org.sekisho.policy.Hearing;
import org.sekisho.rules.hold.AutoWhitelist;
import org.sekisho.rules.hold.HeldConnections;
import org.sekisho.rules.hold.LoadGate;
import org.sekisho.rules.hold.Who;

/**
 * How the tarpit works.
 *
 * @param who whom it is for
 * @param delay how long they wait, once in a session; never longer than the policy's longestDelay
 * @param leavers what becomes of a client that left while it was made to wait
 * @param remember how long such a client is remembered
 * @param senderPools whether the servers of one verified organisation count as one client (G5)
 * @param budget how much may be spent on connections that wait
 */
public record TarpitSettings(
        Who who,
        Duration delay,
        Leavers leavers,
        Duration remember,
        AutoWhitelist.Settings autowhitelist,
        boolean senderPools,
        LoadGate.Settings load,
        HeldConnections.Budget budget) {

    /** What becomes of a client that left while it was made to wait. */
    public enum Leavers {
        /** It is not made to wait again: a retry saves it, if greylisting acts on it (taRgrey). */
        GREYLIST,
        /** It is made to wait each time (Starpit). */
        DELAY
    }

    public static final TarpitSettings DEFAULTS = new TarpitSettings(
            Who.SUSPECTS,
            Duration.ofSeconds(25),
            Leavers.GREYLIST,
            Duration.ofDays(2),
            AutoWhitelist.Settings.DEFAULTS,
            true,
            LoadGate.Settings.DEFAULTS,
            HeldConnections.Budget.DEFAULTS);

    public TarpitSettings {
        if (delay.compareTo(Duration.ofSeconds(1)) < 0 || delay.compareTo(Hearing.LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException("delay must be 1s to " + Hearing.LONGEST_DELAY.toMinutes() + "m");
        }
        if (remember.isNegative() || remember.isZero()) {
            throw new IllegalArgumentException("remember must be longer than 0s");
        }
    }
}
