package org.sekisho.dns;

import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log, once each, that the name servers have stopped answering and that they answer again: by itself a look-up
 * that fails is no news, since many a stranger's zone is broken. Thread-safe.
 */
final class Outage {
    /** Questions without an answer between them: about twenty look-ups, each tried three times. */
    static final int QUESTIONS = 60;

    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    private final AtomicInteger unanswered = new AtomicInteger();

    /** A name server has told something about a name, if only that it does not exist. */
    void answered() {
        if (unanswered.get() > 0 && unanswered.getAndSet(0) >= QUESTIONS) {
            LOG.info("Name servers answer again");
        }
    }

    /** A question got no answer, or one that tells nothing. */
    void unanswered(Throwable why) {
        if (unanswered.getAndUpdate(count -> Math.min(count + 1, QUESTIONS)) == QUESTIONS - 1) {
            LOG.warn(
                    "No name server has answered any of the last {} questions, the latest: {}; rules that need names now"
                            + " answer what their onDnsFailure says. Look at dns.servers, or at the name servers of this system",
                    QUESTIONS,
                    (why.getCause() == null ? why : why.getCause()).getMessage());
        }
    }
}
