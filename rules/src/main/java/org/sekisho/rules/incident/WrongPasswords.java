package org.sekisho.rules.incident;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.sekisho.policy.Case;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Learner;
import org.sekisho.policy.Slot;
import org.sekisho.smtp.Reply;

/**
 * Learns how the mail server refuses wrong passwords, in which words and after what time, so that a refused login looks like
 * one: otherwise it would tell that the password is right (A11). Thread-safe.
 */
final class WrongPasswords implements Learner {
    /** Postfix's words, and Dovecot's time, until the mail server has been heard. */
    private static final Reply USUAL = Reply.of(535, "5.7.8", "Error: authentication failed:");

    private static final Duration USUAL_TIME = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(15);
    private static final int REMEMBERED = 64;

    private static final Slot<Optional<Asked>> SLOT = new Slot<>(Optional::empty);

    private final InstantSource clock;
    private final RandomGenerator random;
    /** Mail servers may end their words with the last challenge; of the few mechanisms that they offer. */
    private final Map<String, Reply> replies = new HashMap<>();

    private final Duration[] times = new Duration[REMEMBERED];
    private int count;

    private record Asked(Instant since, String mechanism) {}

    WrongPasswords(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** A session is about to ask the mail server. */
    void asked(String mechanism, Case file) {
        file.put(SLOT, Optional.of(new Asked(clock.instant(), mechanism)));
    }

    @Override
    public void learn(Happening happening, Case file) {
        if (happening instanceof Happening.AuthenticationFailed failed
                && failed.reply().code() == RestrictedSettings.LOGIN) {
            file.in(SLOT).ifPresent(asked -> heard(asked, failed.reply()));
        }
    }

    private synchronized void heard(Asked asked, Reply said) {
        replies.put(asked.mechanism, said);
        Duration took = Duration.between(asked.since, clock.instant());
        times[count % REMEMBERED] = took.compareTo(LONGEST) > 0 ? LONGEST : took;
        count++;
    }

    synchronized Reply reply(String mechanism) {
        return replies.getOrDefault(mechanism, USUAL);
    }

    /** One of the times that it took lately. */
    synchronized Duration delay() {
        return count == 0 ? USUAL_TIME : times[random.nextInt(Math.min(count, REMEMBERED))];
    }
}
