package org.sekisho.net.client;

import io.netty.channel.EventLoop;
import java.time.Duration;
import org.sekisho.net.io.Deadline;
import org.sekisho.session.SmtpSession;
import org.sekisho.session.State;
import org.sekisho.settings.Timeouts;

/**
 * How long a client may take: for what its session waits for, for the octets of a message, to read our replies, and to
 * close after our last word. Everything happens on the channel's event loop.
 */
final class ClientPatience {
    /** How fast a message must come, octets a second (X5). */
    private static final int SLOWEST_MESSAGE = 500;
    /** How long a client may take to close after our last word. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final Timeouts timeouts;
    private final SmtpSession session;
    private final Deadline reading;
    private final Deadline writing;

    private int waitSeen = -1;

    /**
     * @param over the session's wait is over
     * @param unread the client has not read our replies for too long
     */
    ClientPatience(EventLoop loop, Timeouts timeouts, SmtpSession session, Runnable over, Runnable unread) {
        this.timeouts = timeouts;
        this.session = session;
        reading = new Deadline(loop, over);
        writing = new Deadline(loop, unread);
    }

    /** Sets the limits for what is waited for now. */
    void settle(boolean upstreamTakesMore, boolean clientTakesMore) {
        if (session.waits() != waitSeen) {
            waitSeen = session.waits();
            beginWait();
        }
        pauseWithUpstream(upstreamTakesMore);
        if (clientTakesMore) {
            writing.clear();
        } else if (!writing.isSet()) {
            writing.in(timeouts.write());
        }
    }

    private void beginWait() {
        Duration most = readingMessage() ? timeouts.data() : session.patience();
        if (most.isZero()) {
            reading.clear();
        } else {
            reading.in(most);
        }
    }

    /** A client is not to blame while the upstream takes no more of its message: the upstream's own limit runs then. */
    private void pauseWithUpstream(boolean upstreamTakesMore) {
        if (readingMessage() && !upstreamTakesMore) {
            reading.clear();
        } else if (readingMessage() && !reading.isSet()) {
            beginWait();
        }
    }

    /** So many octets of a message have come: each buys a little time. */
    void messageCame(int octets) {
        if (octets > 0 && readingMessage()) {
            Duration credit = Duration.ofMillis(Math.max(1, octets * 1_000L / SLOWEST_MESSAGE));
            reading.extend(credit, timeouts.data());
        }
    }

    boolean readingMessage() {
        return session.state() == State.DATA || session.state() == State.CHUNK;
    }

    /** Our last word is on its way. */
    void lastWord() {
        reading.in(timeouts.write());
    }

    /** It has left, and the client is to close. */
    void linger() {
        reading.in(LINGER);
    }

    void end() {
        reading.cancel();
        writing.cancel();
    }
}
