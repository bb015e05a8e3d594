package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;

/**
 * One client with mail from one sender to one recipient, which it brings to several proxies one after the other. However slow
 * the machine is, each reply is held against the times between which it was made.
 */
final class Retries {
    private static final String GREYLISTED = "450 4.2.0 ";
    private static final String TAKEN = "250 ";
    /** A busy machine may let a question to the store fail: with {@code onStoreFailure: defer} it decides nothing. */
    private static final String UNDECIDED = "451 4.3.0 ";
    /** Times are kept in milliseconds. */
    private static final Duration RESOLUTION = Duration.ofMillis(1);

    private final Duration delay;
    private final String client;
    private final String sender;
    private final Set<Site> refusedBy = new HashSet<>();
    private long firstBegun;
    private long firstEnded;
    private int refused;
    private long passed;

    Retries(Duration delay, String client, String sender) {
        this.delay = delay;
        this.client = client;
        this.sender = sender;
    }

    /** The reply to its RCPT in a session of its own. */
    static String recipient(Site site, String client, String sender, String recipient) {
        try (RawClient session = site.client(client)) {
            session.command("MAIL FROM:<" + sender + "@example.org>", "250 ");
            return session.command("RCPT TO:<" + recipient + ">");
        }
    }

    private String attempt(Site site) {
        String reply = recipient(site, client, sender, "a@example.com");
        assertThat(List.of(GREYLISTED, TAKEN, UNDECIDED)).as(reply).anyMatch(reply::startsWith);
        return reply;
    }

    /** The first attempt. */
    Retries begin(Site site) {
        firstBegun = System.nanoTime();
        Await.until("greylisting has noted it", () -> attempt(site).startsWith(GREYLISTED));
        firstEnded = System.nanoTime();
        return this;
    }

    /** A retry; whether it passes. It must not before the delay is over, and must when it certainly is. */
    boolean isTaken(Site site) {
        long begun = System.nanoTime();
        String reply = attempt(site);
        long ended = System.nanoTime();
        if (reply.startsWith(TAKEN)) {
            assertThat(Duration.ofNanos(ended - firstBegun))
                    .as("a retry passes after")
                    .isGreaterThanOrEqualTo(delay.minus(RESOLUTION));
            passed = ended;
            return true;
        }
        if (reply.startsWith(GREYLISTED)) {
            assertThat(Duration.ofNanos(begun - firstEnded))
                    .as("a retry is refused after")
                    .isLessThan(delay.plus(RESOLUTION));
            refused++;
            refusedBy.add(site);
        }
        return false;
    }

    /** Comes back there until it is taken. */
    void comeBack(Site site) {
        Await.until("a retry counts", () -> isTaken(site));
    }

    @Override
    public String toString() {
        return "%d retries refused by %d proxies, taken by another after %d ms"
                .formatted(
                        refused,
                        refusedBy.size(),
                        Duration.ofNanos(passed - firstBegun).toMillis());
    }
}
