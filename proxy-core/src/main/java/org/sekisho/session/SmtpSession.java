package org.sekisho.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.sekisho.event.EventSink;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.event.SessionEvent.Outcome;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Happening.Fault;
import org.sekisho.policy.Stage;
import org.sekisho.smtp.Command;
import org.sekisho.smtp.CommandParser;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.Verb;

/**
 * One client's SMTP session, from the greeting to the end: what may be said when, and what is answered.
 *
 * <p>It takes events and acts through its ports. Each command is checked for syntax and sequence, then the policy is
 * asked, then it takes effect. One command is dealt with at a time: the wire feeds the next line only in
 * {@link State#COMMAND} (invariant: one command, one reply, in order).
 */
public final class SmtpSession {
    /** What a session needs from the world. */
    public record Ports(
            ClientPort client,
            UpstreamPort upstream,
            JudgePort judge,
            InspectionPort inspection,
            OfferPort offer,
            EventSink events,
            Consumer<OpenFailure> failures,
            PasswordHash passwords,
            AccountNames accounts,
            InstantSource clock) {}

    private final SessionSettings settings;
    private final Ports ports;
    private final SessionRecord log;
    private final KnownClient client;
    private final UpstreamLink link;
    private final Manners manners;
    private final Judging judging;
    private final MailExchange mail;
    private final ContentExchange content;
    private final SaslExchange sasl;
    private final Commands commands;
    private final Farewell farewell;

    private State state = State.DECISION;
    private int waits;

    public SmtpSession(SessionSettings settings, Stage.Connection connection, Ports ports) {
        this.settings = settings;
        this.ports = ports;
        client = new KnownClient(settings, connection, ports.offer());
        log = new SessionRecord(client, ports.events(), ports.clock());
        link = new UpstreamLink(ports.upstream(), ports.failures());
        manners = new Manners(this::tell, client);
        judging = new Judging(this, client, manners, ports.judge());
        mail = new MailExchange(this, client, link, log);
        boolean inspected = client.submits() && ports.inspection().active();
        SaslPassword password = new SaslPassword(ports.passwords(), inspected);
        Inspecting inspecting = new Inspecting(client, password, inspected ? ports.inspection() : InspectionPort.NONE);
        content = new ContentExchange(this, client, mail, link, judging, inspecting);
        sasl = new SaslExchange(this, client, mail, link, log, password, ports.accounts());
        commands = new Commands(this, client, link, mail, content, sasl, manners);
        farewell = new Farewell(this, link, mail, content, sasl, judging, log);
    }

    // Events from the client's side

    /** The connection stands, and its client is known. */
    public void connected() {
        ask(new Stage.AtConnect(client.connection()), reply -> hangUp(reply, Cause.POLICY), () -> {
            manners.greeted();
            ports.client().greet(Answers.greeting(client.hostName()));
            judging.replied();
            enter(State.COMMAND);
            farewell.leaveIfDraining();
        });
    }

    /** Octets have come from the client, whether or not they are looked at now. */
    public void octetsCame() {
        manners.octetsCame();
    }

    /** A line, without its CRLF, in {@link State#COMMAND} or {@link State#SASL}. */
    public void line(byte[] line) {
        log.command();
        if (state == State.SASL) {
            sasl.line(line);
        } else if (state == State.COMMAND) {
            Command command = CommandParser.parse(line);
            if (command.verb() == Verb.AUTH) {
                // The command has its own copy of the initial response (A13).
                Arrays.fill(line, (byte) 0);
            }
            manners.command(command, ports.client().hasUnreadInput());
            commands.dispatch(command);
        } else {
            throw new IllegalStateException("A line came in state " + state);
        }
    }

    /** A line that was longer than allowed, and has been skipped to its CRLF (L2). */
    public void lineTooLong() {
        log.command();
        if (state == State.SASL) {
            sasl.cancel(Answers.AUTH_LINE_TOO_LONG);
        } else {
            answer(Answers.LINE_TOO_LONG);
        }
    }

    /** The line under way holds a bare CR or LF; a client that takes that for a line's end never sends another (S1). */
    public void bareNewlineCame() {
        manners.broke(Fault.BARE_NEWLINE);
    }

    /** A line with a CR or LF that is not part of CRLF (S1). */
    public void lineWithBareNewline() {
        log.command();
        manners.broke(Fault.BARE_NEWLINE);
        if (state == State.SASL) {
            sasl.cancel(Answers.BARE_NEWLINE_IN_COMMAND);
        } else {
            answer(Answers.BARE_NEWLINE_IN_COMMAND);
        }
    }

    /** What comes cannot be SMTP, or cannot be followed any more. */
    public void notSmtp() {
        manners.broke(Fault.NOT_SMTP);
        hangUp(Answers.NOT_SMTP, Cause.PROTOCOL);
    }

    /** The handshake is done; a client that came in clear text has to start anew (T6). */
    public void secured(String protocolAndCipher) {
        client.secured(protocolAndCipher);
        if (state == State.TLS) {
            enter(State.COMMAND);
            farewell.leaveIfDraining();
        }
    }

    /** The message or chunk has been read to its end; {@code size} octets so far. */
    public void contentEnded(long size) {
        content.ended(size);
    }

    /** The message breaks a rule; called once, when it is found, and once more if the client never ends it. */
    public void contentRefused(ContentFault fault) {
        if (fault == ContentFault.BARE_NEWLINE) {
            manners.broke(Fault.BARE_NEWLINE);
        }
        content.refused(fault);
    }

    /** The wait that {@link #patience} announced is over. */
    public void timeOver() {
        if (state == State.DELAY) {
            judging.delayOver();
        } else if (state == State.CLOSED) {
            ports.client().close();
        } else if (state == State.TLS) {
            farewell.end(Cause.TLS_FAILED);
            ports.client().close();
        } else {
            hangUp(Answers.TIMEOUT, Cause.TIMEOUT);
        }
    }

    /** The client has closed or reset the connection. */
    public void clientLeft(Cause cause) {
        farewell.clientLeft(cause);
    }

    /** The proxy is stopping: leaves now, or when the transaction under way is over. */
    public void drain() {
        farewell.drain();
    }

    /** The proxy stops now. */
    public void stop() {
        farewell.now(Answers.SHUTDOWN, Cause.SHUTDOWN);
    }

    /** A defect of this program was met while it served this session. */
    public void failed() {
        farewell.now(Answers.DEFECT, Cause.INTERNAL_ERROR);
    }

    /** The connection is gone for good: reports the session. */
    public void closed(long bytesIn, long bytesOut) {
        log.report(manners.errors(), mail.transactions(), bytesIn, bytesOut);
    }

    // Events from the upstream's side

    /** The upstream's connection was lost, or its answer took too long. */
    public void upstreamLost() {
        boolean waited = link.lost();
        if (!waited && (state == State.DATA || state == State.CHUNK)) {
            content.upstreamLost();
        } else if (!waited) {
            farewell.leaveIfAuthenticationIsLost();
        }
    }

    /** The upstream said something that nobody had asked for: its 421, or a verdict in the middle of a message. */
    public void upstreamSpoke(Reply reply) {
        if (state == State.DATA || state == State.CHUNK || content.chunked()) {
            content.early(reply);
        } else {
            link.drop();
            farewell.leaveIfAuthenticationIsLost();
        }
    }

    // What the wire asks

    public State state() {
        return state;
    }

    /** How long the present wait may last; zero where somebody else watches it. */
    public Duration patience() {
        return switch (state) {
            case COMMAND, SASL -> settings.proxy().timeouts().command();
            case DELAY -> judging.delay();
            case TLS -> settings.proxy().timeouts().tlsHandshake();
            case CLOSED, DATA, CHUNK, DECISION, UPSTREAM -> Duration.ZERO;
        };
    }

    /** The session's id. */
    public String id() {
        return client.connection().session();
    }

    // What the exchanges use

    /** Asks the policy, waits as long as it says, and then goes on; a refusal is the client's answer. */
    void ask(Stage stage, Runnable proceed) {
        ask(stage, this::answer, proceed);
    }

    void ask(Stage stage, Consumer<Reply> refused, Runnable proceed) {
        judging.ask(stage, refused, proceed);
    }

    void askAtOnce(Stage stage, Consumer<Decision.Refuse> refused, Runnable proceed) {
        judging.askAtOnce(stage, refused, proceed);
    }

    void delay(Duration wanted, Runnable next) {
        judging.delay(wanted, next);
    }

    boolean draining() {
        return farewell.draining();
    }

    /** Answers the command under way and waits for the next. */
    void answer(Reply reply) {
        if (state == State.CLOSED) {
            return;
        }
        manners.answered(reply);
        ports.client().reply(reply);
        judging.replied();
        enter(State.COMMAND);
        farewell.leaveIfAuthenticationIsLost();
        farewell.leaveIfDraining();
    }

    /** Passes on the upstream's verdict on a message, at once (X4). */
    void deliver(Reply reply, Outcome outcome) {
        boolean accepted = outcome == Outcome.ACCEPTED;
        boolean untold = accepted && farewell.clientHasLeft();
        mail.finish(untold ? Outcome.ACCEPTED_UNTOLD : outcome, Optional.of(reply));
        if (farewell.clientHasLeft()) {
            farewell.end(Cause.CLIENT_LEFT);
            return;
        }
        if (accepted) {
            manners.forgive();
        }
        answer(reply);
    }

    /** Says the last word, and closes. */
    void hangUp(Reply reply, Cause cause) {
        farewell.say(reply, cause);
    }

    /** Closes without a word. */
    void drop(Cause cause) {
        farewell.drop(cause);
    }

    void enter(State next) {
        if (next != State.UPSTREAM) {
            link.settled();
        }
        state = next;
        waits++;
    }

    /** Counts the waits: another number means that the session waits anew, if only for the next command. */
    public int waits() {
        return waits;
    }

    /** Nothing follows the end. */
    void tell(Happening happening) {
        if (state != State.CLOSED) {
            ports.judge().tell(happening);
        }
    }

    ClientPort port() {
        return ports.client();
    }

    Instant now() {
        return ports.clock().instant();
    }
}
