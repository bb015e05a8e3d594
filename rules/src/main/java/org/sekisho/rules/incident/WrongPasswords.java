package org.sekisho.rules.incident;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.sekisho.policy.Case;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Learner;
import org.sekisho.policy.Slot;
import org.sekisho.smtp.Reply;

/**
 * Learns how the mail server refuses wrong passwords, in which words and after what time, so that a refused login looks like
 * one: otherwise it would tell that the password is right (A11). The first failure of a session takes longer, as a connection
 * to the mail server is opened for it, which is there for those after it. Thread-safe.
 */
final class WrongPasswords implements Learner {
    /** Postfix's words, and Dovecot's time, until the mail server has been heard. */
    private static final Reply USUAL = Reply.of(535, "5.7.8", "Error: authentication failed:");

    private static final Duration USUAL_TIME = Duration.ofSeconds(2);
    /** To connect, and to look a token up nearby. */
    private static final Duration USUAL_CHALLENGE = Duration.ofMillis(100);

    private static final Duration LONGEST = Duration.ofSeconds(15);
    private static final int REMEMBERED = 64;
    /** Whether the session has failed before, for the mail server or by us. */
    private static final Slot<Boolean> FAILED = new Slot<>(() -> false);

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
            boolean again = file.in(FAILED);
            failed.took().ifPresent(took -> heard(failed, again, took));
            file.put(FAILED, true);
        }
    }

    private synchronized void heard(Happening.AuthenticationFailed failed, boolean again, Duration took) {
        Manner manner = manners.computeIfAbsent(failed.mechanism(), unheard -> new Manner());
        manner.said = failed.reply();
        manner.refusals.add(again, took);
        failed.challenged().ifPresent(before -> manner.challenges.add(again, before));
    }

    synchronized Reply reply(String mechanism) {
        Manner manner = manners.get(mechanism);
        return manner == null ? USUAL : manner.said;
    }

    /** One of the times that it took lately, for a session that has failed before or one that has not. */
    synchronized Duration delay(String mechanism, Case file) {
        Manner manner = manners.get(mechanism);
        return manner == null ? USUAL_TIME : manner.refusals.any(file.in(FAILED), random);
    }

    /** The same, of the error that comes before the refusal of a token. */
    synchronized Duration challenge(String mechanism, Case file) {
        Manner manner = manners.get(mechanism);
        return manner == null || manner.challenges.unheard()
                ? USUAL_CHALLENGE
                : manner.challenges.any(file.in(FAILED), random);
    }

    /** How wrong passwords of one mechanism are refused. */
    private static final class Manner {
        private final Times refusals = new Times();
        private final Times challenges = new Times();
        private Reply said = USUAL;
    }

    /** Those of the first failures of sessions, and of the others. */
    private static final class Times {
        private final Latest first = new Latest();
        private final Latest later = new Latest();

        void add(boolean again, Duration took) {
            (again ? later : first).add(took.compareTo(LONGEST) > 0 ? LONGEST : took);
        }

        boolean unheard() {
            return first.count == 0 && later.count == 0;
        }

        /** Until the ones have been heard, one of the others. */
        Duration any(boolean again, RandomGenerator random) {
            Latest wanted = again ? later : first;
            Latest others = again ? first : later;
            return (wanted.count > 0 ? wanted : others).any(random);
        }
    }

    /** The latest. */
    private static final class Latest {
        private final Duration[] times = new Duration[REMEMBERED];
        private int count;

        void add(Duration took) {
            times[count % REMEMBERED] = took;
            count++;
        }

        Duration any(RandomGenerator random) {
            return times[random.nextInt(Math.min(count, REMEMBERED))];
        }
    }
}
