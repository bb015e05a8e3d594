package org.sekisho.rules.incident;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.sekisho.policy.Case;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Learner;
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

    private final RandomGenerator random;
    /** Each of the few mechanisms that the mail server offers has its words, which may end with the last challenge, and its time. */
    private final Map<String, Manner> manners = new HashMap<>();

    WrongPasswords(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public void learn(Happening happening, Case file) {
        if (happening instanceof Happening.AuthenticationFailed failed
                && failed.reply().code() == RestrictedSettings.LOGIN) {
            failed.took().ifPresent(took -> heard(failed.mechanism(), failed.reply(), took));
        }
    }

    private synchronized void heard(String mechanism, Reply said, Duration took) {
        manners.computeIfAbsent(mechanism, unheard -> new Manner()).heard(said, took);
    }

    synchronized Reply reply(String mechanism) {
        Manner manner = manners.get(mechanism);
        return manner == null ? USUAL : manner.said;
    }

    /** One of the times that it took lately. */
    synchronized Duration delay(String mechanism) {
        Manner manner = manners.get(mechanism);
        return manner == null ? USUAL_TIME : manner.times[random.nextInt(Math.min(manner.count, REMEMBERED))];
    }

    /** How wrong passwords of one mechanism are refused. */
    private static final class Manner {
        private final Duration[] times = new Duration[REMEMBERED];
        private int count;
        private Reply said = USUAL;

        void heard(Reply reply, Duration took) {
            said = reply;
            times[count % REMEMBERED] = took.compareTo(LONGEST) > 0 ? LONGEST : took;
            count++;
        }
    }
}
