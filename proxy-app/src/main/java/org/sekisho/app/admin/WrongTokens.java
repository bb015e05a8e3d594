package org.sekisho.app.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.sekisho.app.audit.AuditEntry;
import org.sekisho.app.audit.AuditLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who do not have the token. An address may try {@value #MOST} times in a minute and is then put off for one. The log
 * and the audit tell of the first, and of all that followed, with their number, at most once a minute. Thread-safe.
 */
final class WrongTokens {
    private static final Logger LOG = LoggerFactory.getLogger(WrongTokens.class);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    static final int MOST = 10;

    private final AuditLog audit;
    private final InstantSource clock;
    private final Quota quota;
    private Instant told = Instant.EPOCH;
    private String last = "";
    private int untold;

    WrongTokens(AuditLog audit, InstantSource clock) {
        this.audit = audit;
        this.clock = clock;
        quota = new Quota(MOST, MINUTE, MINUTE, clock);
    }

    /** Another one; says how long this address has to wait, if it has tried too often. */
    Optional<Duration> from(String address) {
        synchronized (this) {
            untold++;
            last = address;
        }
        tell();
        return quota.take(address);
    }

    /** Tells of those of whom nothing was told yet, unless something was told within this minute. */
    void tell() {
        Instant now = clock.instant();
        synchronized (this) {
            if (Duration.between(told, now).abs().compareTo(MINUTE) < 0) {
                return;
            }
        }
        tellAll();
    }

    /** Tells of all of whom nothing was told yet. */
    void tellAll() {
        AuditEntry entry;
        synchronized (this) {
            if (untold == 0) {
                return;
            }
            String why = untold + (untold == 1 ? " request" : " requests") + " without the admin token";
            entry = new AuditEntry(AuditEntry.PROGRAM, "wrong token", last, why);
            untold = 0;
            told = clock.instant();
        }
        LOG.warn("The admin endpoint has refused {}, the last from {}", entry.why(), entry.subject());
        audit.append(entry).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.error("That is not in the audit log: {}", failure.getMessage());
            }
        });
    }
}
