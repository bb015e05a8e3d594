package org.sekisho.app.demo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sekisho.event.EventSink;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Hearing;
import org.sekisho.policy.Judge;
import org.sekisho.policy.Stage;
import org.sekisho.session.AccountNames;
import org.sekisho.session.InspectionPort;
import org.sekisho.session.JudgePort;
import org.sekisho.session.OfferPort;
import org.sekisho.session.PasswordHash;
import org.sekisho.session.SessionSettings;
import org.sekisho.session.SmtpSession;
import org.sekisho.session.State;
import org.sekisho.smtp.Capabilities;
import org.sekisho.smtp.Reply;

/** One connection of one character: a real session, whose client waits as long as its patience lasts. */
final class Journey {
    private static final int MESSAGE_OCTETS = 2_000;

    private final SmtpSession session;
    private final PlayedClient client = new PlayedClient();
    private final FastClock clock;
    private final Duration patience;
    private Duration waited = Duration.ZERO;
    private boolean left;

    Journey(
            SessionSettings settings,
            Stage.Connection connection,
            Judge judge,
            PlayedMta mta,
            FastClock clock,
            Duration patience) {
        this.clock = clock;
        this.patience = patience;
        session = new SmtpSession(
                settings,
                connection,
                new SmtpSession.Ports(
                        client,
                        mta,
                        new Asking(judge.open(connection)),
                        InspectionPort.NONE,
                        Offering.NOTHING,
                        EventSink.NONE,
                        failure -> {},
                        PasswordHash.NONE,
                        AccountNames.LOWER_CASE,
                        clock));
    }

    /** Connects; a character without manners talks before it is greeted. */
    void connect(boolean talksEarly) {
        session.connected();
        if (talksEarly) {
            session.octetsCame();
        }
        waitIfAsked();
    }

    /** Says one line and answers the reply to it; the last reply again if the proxy has hung up. */
    Reply say(String line) {
        if (!over()) {
            session.line(line.getBytes(StandardCharsets.UTF_8));
            waitIfAsked();
        }
        return client.last();
    }

    /** Sends a message, once DATA has been accepted. */
    Reply message() {
        if (client.reading()) {
            session.contentEnded(MESSAGE_OCTETS);
        }
        return client.last();
    }

    /** What the client heard last. */
    Reply last() {
        return client.last();
    }

    boolean over() {
        return left || client.closed();
    }

    /** Whether the client lost its patience. */
    boolean left() {
        return left;
    }

    /** How long it was made to wait. */
    Duration waited() {
        return waited;
    }

    void quit() {
        say("QUIT");
        if (!over()) {
            session.clientLeft(Cause.CLIENT_LEFT);
        }
    }

    private void waitIfAsked() {
        while (!left && session.state() == State.DELAY) {
            Duration delay = session.patience();
            boolean stays = delay.compareTo(patience) <= 0;
            Duration spent = stays ? delay : patience;
            clock.pass(spent);
            waited = waited.plus(spent);
            if (stays) {
                session.timeOver();
            } else {
                left = true;
                session.clientLeft(Cause.CLIENT_LEFT);
            }
        }
    }

    /** Asks on the spot: in a play everybody waits for the judge. */
    private record Asking(Hearing hearing) implements JudgePort {
        private static final long LIMIT_SECONDS = 30;

        @Override
        public void ask(Stage stage, Consumer<Decision> answer) {
            answer.accept(hearing.judge(stage)
                    .toCompletableFuture()
                    .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .join());
        }

        @Override
        public void tell(Happening happening) {
            hearing.tell(happening);
        }

        @Override
        public Duration longestDelay() {
            return hearing.longestDelay();
        }
    }

    /** The mail server offers nothing beyond plain SMTP. */
    private enum Offering implements OfferPort {
        NOTHING;

        @Override
        public Optional<Capabilities> probed() {
            return Optional.of(Capabilities.NONE);
        }

        @Override
        public void surprised() {
            // It always offers the same.
        }
    }
}
