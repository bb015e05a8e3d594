package org.sekisho.net.upstream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.sekisho.session.Failures;
import org.sekisho.session.OpenFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs why sessions got no upstream: the first one at once, then one line for all in ten seconds. Thread-safe. */
final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final String XCLIENT_HINT =
            "; Postfix offers XCLIENT to the addresses in main.cf: smtpd_authorized_xclient_hosts = ADDRESS-OF-THIS-PROXY";

    private final InstantSource clock;
    private Instant quietUntil = Instant.MIN;
    private long unlogged;

    FailureLog(InstantSource clock) {
        this.clock = clock;
    }

    void report(OpenFailure failure) {
        long since;
        synchronized (this) {
            Instant now = clock.instant();
            if (now.isBefore(quietUntil)) {
                unlogged++;
                return;
            }
            quietUntil = now.plus(QUIET);
            since = unlogged;
            unlogged = 0;
        }
        LOG.warn(
                "No upstream for a session, which got {}: {}{}{}",
                failure.reply(),
                failure.detail(),
                failure.reply().equals(Failures.NO_IDENTITY) ? XCLIENT_HINT : "",
                since == 0 ? "" : " (and " + since + " sessions before)");
    }
}
