package org.sekisho.rules.account;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.sekisho.rules.origin.Origin;

/**
 * An account behaves as if somebody else used it.
 *
 * @param account as it logged in, in lower case
 * @param net the net that it was caught in, by its name in the configuration, such as {@code countries}
 * @param score how sure that is: 60 is worth an operator's look, 100 is enough to act
 * @param client whose doing it was
 * @param because in one line, for operators: what was seen, and the threshold
 * @param evidence at most ten lines; never a password or text of a message
 * @param passwordHash of the session that did it, where known, so that a changed password can be told from the old one
 */
public record Alarm(
        String account,
        String net,
        int score,
        Instant time,
        InetAddress client,
        Origin origin,
        String because,
        List<String> evidence,
        OptionalInt passwordHash) {
    /** The net of mails that try out stolen credentials. */
    public static final String TRIAL_MAILS = "trialMails";

    public Alarm {
        evidence = List.copyOf(evidence);
    }
}
