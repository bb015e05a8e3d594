package org.sekisho.rules.incident;

import java.time.Duration;
import org.sekisho.policy.Mode;

/**
 * What is done about alarms.
 *
 * @param response to an alarm of a net whose mode is enforce
 * @param score of an alarm that may restrict an account by itself; one below it asks
 * @param scope whom a restriction meets
 * @param time how long a restriction lasts
 * @param watch how long an account is watched after an alarm, and after a restriction
 * @param releaseOnPasswordChange whether a restriction ends when another password is accepted from the account's home; not
 *     where accounts have several passwords
 * @param complaints of others about an account
 * @param notice to the owner
 */
public record IncidentSettings(
        Response response,
        int score,
        Scope scope,
        Duration time,
        Duration watch,
        boolean releaseOnPasswordChange,
        Complaints complaints,
        NoticeSettings notice) {

    /** What is done about an alarm. */
    public enum Response {
        /** An operator decides. */
        ASK,
        /** The account is restricted, for a time. */
        RESTRICT
    }

    /**
     * Complaints about an account.
     *
     * @param max so many in one incident are enough to restrict the account; fewer are worth a look
     */
    public record Complaints(Mode mode, int max) {
        public Complaints {
            if (max < 1) {
                throw new IllegalArgumentException("max must be at least 1");
            }
        }
    }

    /** The abuse follows its trial within about a week (IIJ). */
    private static final Duration LEAST_WATCH = Duration.ofDays(7);

    private static final Duration LONGEST = Duration.ofDays(90);

    public static final IncidentSettings DEFAULTS = new IncidentSettings(
            Response.ASK,
            100,
            Scope.NEW_ORIGINS,
            Duration.ofDays(1),
            LEAST_WATCH,
            true,
            new Complaints(Mode.OBSERVE, 3),
            NoticeSettings.DEFAULTS);

    public IncidentSettings {
        if (score < 1 || score > 1_000) {
            throw new IllegalArgumentException("score must be between 1 and 1000; is " + score);
        }
        if (time.compareTo(Duration.ofMinutes(1)) < 0 || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("time must be 1m to " + LONGEST.toDays() + "d");
        }
        if (watch.compareTo(LEAST_WATCH) < 0 || watch.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "watch must be " + LEAST_WATCH.toDays() + "d to " + LONGEST.toDays() + "d");
        }
    }
}
