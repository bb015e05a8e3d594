package org.sekisho.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekisho.event.EventSink;
import org.sekisho.event.SessionEvent;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.event.SessionEvent.Outcome;
import org.sekisho.policy.Stage;
import org.sekisho.smtp.Reply;

/** Keeps what a session's events report and the dialogue itself does not need. */
final class SessionRecord {
    private final Stage.Connection connection;
    private final EventSink events;
    private final InstantSource clock;
    private final Instant start;

    private Optional<String> tls = Optional.empty();
    private int commands;
    private @Nullable Cause cause;

    SessionRecord(Stage.Connection connection, EventSink events, InstantSource clock) {
        this.connection = connection;
        this.events = events;
        this.clock = clock;
        start = clock.instant();
    }

    Stage.Connection connection() {
        return connection;
    }

    void command() {
        commands++;
    }

    void secured(String protocolAndCipher) {
        tls = Optional.of(protocolAndCipher);
    }

    void ended(Cause why) {
        cause = why;
    }

    void report(String helo, Optional<String> account, Envelope envelope, Outcome outcome, Optional<Reply> reply) {
        events.accept(new SessionEvent.TransactionEnded(
                connection.session(),
                envelope.number,
                connection.listener(),
                connection.client().getHostAddress(),
                helo,
                account,
                envelope.mail.from().toString(),
                envelope.recipients(),
                outcome,
                reply,
                envelope.upstream.isEmpty() ? Optional.empty() : Optional.of(envelope.upstream),
                envelope.upstreamReply,
                envelope.bytes,
                Duration.between(envelope.start, clock.instant()),
                envelope.upstreamTime));
    }

    void reportAuthentication(String mechanism, Optional<String> account, Reply reply) {
        events.accept(new SessionEvent.AuthenticationEnded(
                connection.session(),
                connection.listener(),
                connection.client().getHostAddress(),
                mechanism,
                account,
                reply));
    }

    void report(String helo, Optional<String> account, int errors, int transactions, long bytesIn, long bytesOut) {
        events.accept(new SessionEvent.SessionEnded(
                connection.session(),
                connection.listener(),
                connection.client().getHostAddress(),
                connection.port(),
                helo,
                tls,
                account,
                cause == null ? Cause.CLIENT_LEFT : cause,
                commands,
                transactions,
                errors,
                bytesIn,
                bytesOut,
                start,
                Duration.between(start, clock.instant())));
    }
}
