package org.sekisho.rules.incident;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sekisho.policy.Mode;

/**
 * What is done about alarms.
 *
 * @param response to an alarm of a net whose mode is enforce
 * @param score of an alarm that may restrict an account by itself; one below it asks
 * @param scope whom a restriction meets
 * @param time how long a restriction lasts
 * @param maxTime how long in all while somebody goes on trying
 * @param watch how long an account is watched after an alarm, and after a restriction
 * @param releaseOnPasswordChange whether a restriction ends when another password is accepted from the account's home; not
 *     where accounts have several passwords
 * @param exempt accounts, in lower case, that are never restricted by themselves
 * @param legalReference of a restriction, such as {@code Terms of use, article 12}; at most 60 characters
 * @param complaints of others about an account
 * @param notice to the owner
 */
public record IncidentSettings(
        Response response,
        int score,
        Scope scope,
        Duration time,
        Duration maxTime,
        Duration watch,
        boolean releaseOnPasswordChange,
        List<String> exempt,
        Optional<String> legalReference,
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
            Duration.ofDays(7),
            LEAST_WATCH,
            true,
            List.of(),
            Optional.empty(),
            new Complaints(Mode.OBSERVE, 3),
            NoticeSettings.DEFAULTS);

    public IncidentSettings {
        if (score < 1 || score > 1_000) {
            throw new IllegalArgumentException("score must be between 1 and 1000; is " + score);
        }
        exempt = exempt.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        checkTime("time", time);
        checkTime("maxTime", maxTime);
        legalReference.ifPresent(reference -> {
            if (!reference.matches("\\P{Cntrl}{1,60}")) {
                throw new IllegalArgumentException("legalReference must be 1 to 60 characters in one line");
            }
        });
        if (watch.compareTo(LEAST_WATCH) < 0 || watch.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "watch must be " + LEAST_WATCH.toDays() + "d to " + LONGEST.toDays() + "d");
        }
    }

    /** The same, with accounts spelled as they are known by. */
    public IncidentSettings named(UnaryOperator<String> names) {
        return new IncidentSettings(
                response,
                score,
                scope,
                time,
                maxTime,
                watch,
                releaseOnPasswordChange,
                exempt.stream().map(names).toList(),
                legalReference,
                complaints,
                notice);
    }

    private static void checkTime(String key, Duration value) {
        if (value.compareTo(Duration.ofMinutes(1)) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(key + " must be 1m to " + LONGEST.toDays() + "d");
        }
    }
}
