package org.sekisho.rules.jail;

import java.time.Duration;
import org.sekisho.policy.Hearing;

/**
 * How bans are carried out.
 *
 * @param delay how long a client whose ban says so waits for each reply; never longer than the policy's longestDelay
 */
public record BansSettings(Duration delay) {
    public static final BansSettings DEFAULTS = new BansSettings(Duration.ofSeconds(20));

    public BansSettings {
        if (delay.compareTo(Duration.ofSeconds(1)) < 0 || delay.compareTo(Hearing.LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException("delay must be 1s to " + Hearing.LONGEST_DELAY.toMinutes() + "m");
        }
    }
}
