package org.sekisho.rules.hold;

import java.time.Duration;
import org.sekisho.policy.Finding;
import org.sekisho.rules.hold.HeldConnections.Budget;
import org.sekisho.rules.hold.HeldConnections.Weight;

/**
 * The room that is left for one more connection that waits.
 *
 * @param connections how many wait now
 * @param octets what they cost
 * @param octetsOfNetwork what those of the same network cost
 * @param weight what the new one would cost
 */
public record Room(int connections, long octets, long octetsOfNetwork, Weight weight, Budget budget) {
    /** Up to this part of a budget delays are as long as they should be; then they shrink to nothing at its end. */
    private static final double RELAXED = 0.75;
    /** A delay that has shrunk below this is none. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** What is left of a delay. */
    public Duration grant(Duration delay) {
        double share = share();
        if (share == 1) {
            return delay;
        }
        Duration shortened = Duration.ofMillis((long) (delay.toMillis() * share));
        return shortened.compareTo(SHORTEST) < 0 ? Duration.ZERO : shortened;
    }

    /** The same finding, with what the delay was derived from. */
    public Finding explain(Finding finding) {
        return finding.with("room", Math.round(share() * 100) + " % of the delay")
                .with("held connections", connections)
                .with("held octets", octets + " of " + budget.octets())
                .with("held octets of its network", octetsOfNetwork + " of " + budget.octetsPerNetwork());
    }

    /** 1 for all of a delay, 0 for none. */
    private double share() {
        double all = (double) (octets + weight.octets()) / budget.octets();
        double here = (double) (octetsOfNetwork + weight.octets()) / budget.octetsPerNetwork();
        double used = Math.max(all, here);
        return used <= RELAXED ? 1 : Math.max(0, (1 - used) / (1 - RELAXED));
    }
}
