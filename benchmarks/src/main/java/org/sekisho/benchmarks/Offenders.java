package org.sekisho.benchmarks;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Who is banned already, who gets banned, and what each has done, the same for all that are compared. */
final class Offenders {
    /** As many addresses as 198.18.0.0/15 has, which is for benchmarks (RFC 2544). */
    static final int MOST_BANNED = 131_072;

    /** What all their addresses begin with. */
    static final String BANNED = "198.1";

    /** So many offences are a ban. */
    static final int OFFENCES = 3;

    private static final DateTimeFormatter SYSLOG_TIME =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH).withZone(ZoneId.systemDefault());

    private Offenders() {}

    /** The address that is banned from the start. */
    static String banned(int i) {
        return BANNED + (8 + (i >> 16)) + "." + (i >> 8 & 255) + "." + (i & 255);
    }

    /** An address that offends in this round, 203.0.113.0/24 and on. */
    static String offending(int round) {
        return "203.0." + (113 + (round >> 8)) + "." + (round & 255);
    }

    /** The lines that Postfix would write of somebody's offences. */
    static List<String> logLines(String address, Instant now) {
        return IntStream.range(0, OFFENCES)
                .mapToObj(guess -> SYSLOG_TIME.format(now)
                        + " mx postfix/smtpd[4711]: NOQUEUE: reject: RCPT from unknown[" + address
                        + "]: 550 5.1.1 <guess" + guess
                        + "@example.jp>: Recipient address rejected: User unknown in local recipient table;"
                        + " from=<sender@example.org> to=<guess" + guess
                        + "@example.jp> proto=ESMTP helo=<client.example.org>")
                .toList();
    }
}
