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
    private final KnownClient client;
    private final EventSink events;
    private final InstantSource clock;
    private final Instant start;

    private int commands;
    private @Nullable Cause cause;

    SessionRecord(KnownClient client, EventSink events, InstantSource clock) {
        this.client = client;
        this.events = events;
        this.clock = clock;
        start = clock.instant();
    }

    void command() {
        commands++;
    }

    void ended(Cause why) {
        cause = why;
    }

    void report(Envelope envelope, Outcome outcome, Optional<Reply> reply) {
        Stage.Connection connection = client.connection();
        events.accept(new SessionEvent.TransactionEnded(
                connection.session(),
                envelope.number,
                connection.listener(),
                connection.address(),
                client.helo(),
                client.account(),
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

    void reportAuthentication(String mechanism, SaslName name, Reply reply) {
        Stage.Connection connection = client.connection();
        events.accept(new SessionEvent.AuthenticationEnded(
                connection.session(),
                connection.listener(),
                connection.address(),
                mechanism,
                name.account(),
                name.authorizedAs(),
                reply));
    }

    void report(int errors, int transactions, long bytesIn, long bytesOut) {
        Stage.Connection connection = client.connection();
        events.accept(new SessionEvent.SessionEnded(
                connection.session(),
                connection.listener(),
                connection.address(),
                connection.port(),
                client.helo(),
                client.tls(),
                client.account(),
                cause == null ? Cause.CLIENT_LEFT : cause,
                commands,
                transactions,
                errors,
                bytesIn,
                bytesOut,
                start,
                lasted()));
    }

    /** From the connection on. */
    Duration lasted() {
        return Duration.between(start, clock.instant());
    }
}
