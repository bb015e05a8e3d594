package org.sekisho.rules.greylist;

import java.time.Duration;
import org.sekisho.rules.hold.AutoWhitelist;
import org.sekisho.rules.hold.LoadGate;
import org.sekisho.rules.hold.Who;

/**
 * How greylisting works.
 *
 * @param who whom it is for
 * @param delay a retry counts from so long after the first attempt; more than 4 minutes puts mail off for hours (G3)
 * @param retryWindow until so long after the first attempt; what comes later is new
 * @param retries so many must count
 * @param keep how long a triplet that has passed is remembered after its last message
 * @param nullSender what becomes of mail from the null reverse-path
 * @param sparesWaiting whether a client that the tarpit makes wait need not come back as well
 * @param senderPools whether the servers of one verified organisation count as one client, wherever they stand (G5)
 * @param header whether mail that had to come back gets the header field X-Greylist, which tells how long it took
 * @param mostRecords triplets at most; beyond it the ones unused longest make room
 * @param mostPerNetwork triplets of one client network at most; beyond it the network counts as one triplet
 */
public record GreylistSettings(
        Who who,
        Duration delay,
        Duration retryWindow,
        int retries,
        Duration keep,
        NullSender nullSender,
        boolean sparesWaiting,
        boolean header,
        AutoWhitelist.Settings autowhitelist,
        boolean senderPools,
        LoadGate.Settings load,
        int mostRecords,
        int mostPerNetwork) {

    /** What becomes of bounces, and of servers that ask whether a sender exists. */
    public enum NullSender {
        /** They pass: many never come back (G8). */
        EXEMPT,
        /** They are greylisted like others, all together as one sender. */
        GREYLIST
    }

    public static final GreylistSettings DEFAULTS = new GreylistSettings(
            Who.SUSPECTS,
            Duration.ofMinutes(3),
            Duration.ofDays(2),
            1,
            Duration.ofDays(35),
            NullSender.EXEMPT,
            true,
            false,
            AutoWhitelist.Settings.DEFAULTS,
            true,
            LoadGate.Settings.DEFAULTS,
            200_000,
            5_000);

    public GreylistSettings {
        if (delay.isNegative() || delay.isZero()) {
            throw new IllegalArgumentException("delay must be longer than 0s");
        }
        if (retryWindow.compareTo(delay) <= 0) {
            throw new IllegalArgumentException("retryWindow must be longer than delay");
        }
        if (retries < 1 || retries > 10) {
            throw new IllegalArgumentException("retries must be 1 to 10, is " + retries);
        }
        if (keep.isNegative() || keep.isZero()) {
            throw new IllegalArgumentException("keep must be longer than 0s");
        }
        if (mostRecords < 1_000) {
            throw new IllegalArgumentException("mostRecords must be at least 1000, is " + mostRecords);
        }
        if (mostPerNetwork < 10 || mostPerNetwork > mostRecords) {
            throw new IllegalArgumentException(
                    "mostPerNetwork must be 10 to mostRecords (" + mostRecords + "), is " + mostPerNetwork);
        }
    }
}
