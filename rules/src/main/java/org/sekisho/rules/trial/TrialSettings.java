package org.sekisho.rules.trial;

import java.util.List;
import org.sekisho.policy.Mode;

/**
 * What is done about trial mails.
 *
 * @param mode off: no message is looked at, and no password is kept for it; observe: there are alarms; enforce: messages may
 *     be refused, too
 * @param alarm the score from which there is an alarm
 * @param refuse the score from which a message is refused, where {@code atEndOfData} says so
 * @param atEndOfData what becomes of a message once its end has come
 * @param hosts names and addresses (IPv4) of the submission service besides the host name and the addresses listened on
 */
public record TrialSettings(Mode mode, int alarm, int refuse, AtEndOfData atEndOfData, List<String> hosts) {
    /** What becomes of a message. */
    public enum AtEndOfData {
        /** It goes to the mail server. */
        PASS,
        /** It is refused with 554 5.7.1 if its score is high enough. */
        REFUSE
    }

    public static final TrialSettings DEFAULTS = new TrialSettings(Mode.OBSERVE, 60, 100, AtEndOfData.PASS, List.of());

    public TrialSettings {
        hosts = List.copyOf(hosts);
        if (alarm < 1) {
            throw new IllegalArgumentException("alarm must be at least 1");
        }
        if (refuse < alarm) {
            throw new IllegalArgumentException("refuse must not be less than alarm");
        }
    }
}
