package org.sekisho.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sekisho.event.EventSink;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.event.SessionEvent.Outcome;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Stage;
import org.sekisho.settings.Limits;
import org.sekisho.smtp.Capabilities;
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
    /** The longest delay that a decision may ask for. */
    static final Duration LONGEST_DELAY = Duration.ofMinutes(4);
    /** NOOP, RSET, VRFY and their like without a message in between; more get 421 (K5). */
    private static final int MOST_JUNK = 100;

    private static final Set<String> KNOWN_UNIMPLEMENTED =
            Set.of("ETRN", "TURN", "ATRN", "SEND", "SOML", "SAML", "BURL", "XCLIENT", "XFORWARD");

    /** What a session needs from the world. */
    public record Ports(
            ClientPort client,
            UpstreamPort upstream,
            JudgePort judge,
            OfferPort offer,
            EventSink events,
            Consumer<OpenFailure> failures,
            InstantSource clock) {}

    private final SessionSettings settings;
    private final Ports ports;
    private final SessionRecord log;
    private final UpstreamLink link;
    private final MailExchange mail;
    private final ContentExchange content;
    private final SaslExchange sasl;

    private State state = State.DECISION;
    private Duration delay = Duration.ZERO;
    private @Nullable Runnable afterDelay;
    private @Nullable Capabilities offer;

    private String helo = "";
    private boolean extended;
    private Optional<String> tls = Optional.empty();
    private Optional<String> account = Optional.empty();
    private int waits;
    private int errors;
    private int junk;
    private boolean draining;
    private boolean clientLeft;

    public SmtpSession(SessionSettings settings, Stage.Connection connection, Ports ports) {
        this.settings = settings;
        this.ports = ports;
        log = new SessionRecord(connection, ports.events(), ports.clock());
        link = new UpstreamLink(ports.upstream());
        mail = new MailExchange(this, link);
        content = new ContentExchange(this, mail, link);
        sasl = new SaslExchange(this, link);
    }

    // Events from the client's side

    /** The connection stands, and its client is known. */
    public void connected() {
        ask(new Stage.AtConnect(connection()), reply -> hangUp(reply, Cause.POLICY), () -> {
            ports.client().greet(Answers.greeting(settings.proxy().hostName()));
            enter(State.COMMAND);
            closeIfDraining();
        });
    }

    /** A line, without its CRLF, in {@link State#COMMAND} or {@link State#SASL}. */
    public void line(byte[] line) {
        log.command();
        if (state == State.SASL) {
            sasl.line(line);
        } else if (state == State.COMMAND) {
            dispatch(CommandParser.parse(line));
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

    /** A line with a CR or LF that is not part of CRLF (S1). */
    public void lineWithBareNewline() {
        log.command();
        if (state == State.SASL) {
            sasl.cancel(Answers.BARE_NEWLINE_IN_COMMAND);
        } else {
            answer(Answers.BARE_NEWLINE_IN_COMMAND);
        }
    }

    /** What comes cannot be SMTP, or cannot be followed any more. */
    public void notSmtp() {
        hangUp(Answers.NOT_SMTP, Cause.PROTOCOL);
    }

    /** The handshake is done; a client that came in clear text has to start anew (T6). */
    public void secured(String protocolAndCipher) {
        tls = Optional.of(protocolAndCipher);
        log.secured(protocolAndCipher);
        offer = null;
        if (state == State.TLS) {
            helo = "";
            enter(State.COMMAND);
        }
    }

    /** The message or chunk has been read to its end; {@code size} octets so far. */
    public void contentEnded(long size) {
        content.ended(size);
    }

    /** The message breaks a rule; called once, when it is found, and once more if the client never ends it. */
    public void contentRefused(ContentFault fault) {
        content.refused(fault);
    }

    /** The wait that {@link #patience} announced is over. */
    public void timeOver() {
        if (state == State.DELAY) {
            Runnable next = afterDelay;
            afterDelay = null;
            if (next != null) {
                next.run();
            }
        } else if (state == State.CLOSED) {
            ports.client().close();
        } else if (state == State.TLS) {
            end(Cause.TLS_FAILED);
            ports.client().close();
        } else {
            hangUp(Answers.TIMEOUT, Cause.TIMEOUT);
        }
    }

    /** The client has closed or reset the connection. */
    public void clientLeft(Cause cause) {
        if (content.verdictDue()) {
            // The message is the upstream's by now: its answer still matters for the log (U8).
            clientLeft = true;
        } else if (state != State.CLOSED) {
            end(cause);
        }
    }

    /** The proxy is stopping: leaves now, or when the transaction under way is over. Nobody is held any longer (D9). */
    public void drain() {
        draining = true;
        if (state == State.DELAY) {
            hangUp(Answers.SHUTDOWN, Cause.SHUTDOWN);
        } else if (state == State.COMMAND || state == State.SASL) {
            closeIfDraining();
        }
    }

    /** The proxy stops now. */
    public void stop() {
        if (state != State.CLOSED) {
            hangUp(Answers.SHUTDOWN, Cause.SHUTDOWN);
        }
    }

    /** A defect of this program was met while it served this session. */
    public void failed() {
        if (state != State.CLOSED) {
            hangUp(Answers.DEFECT, Cause.INTERNAL_ERROR);
        }
    }

    /** The connection is gone for good: reports the session. */
    public void closed(long bytesIn, long bytesOut) {
        log.report(helo, account, errors, mail.transactions(), bytesIn, bytesOut);
    }

    // Events from the upstream's side

    /** The upstream's connection was lost, or its answer took too long. */
    public void upstreamLost() {
        boolean waited = link.lost();
        if (!waited && (state == State.DATA || state == State.CHUNK)) {
            content.upstreamLost();
        } else if (!waited) {
            leaveIfAuthenticationIsLost();
        }
    }

    /** The upstream said something that nobody had asked for: its 421, or a verdict in the middle of a message. */
    public void upstreamSpoke(Reply reply) {
        if (state == State.DATA || state == State.CHUNK) {
            content.early(reply);
        } else {
            link.drop();
            leaveIfAuthenticationIsLost();
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
            case DELAY -> delay;
            case TLS -> settings.proxy().timeouts().tlsHandshake();
            case CLOSED, DATA, CHUNK, DECISION, UPSTREAM -> Duration.ZERO;
        };
    }

    /** The session's id. */
    public String id() {
        return connection().session();
    }

    // Commands

    private void dispatch(Command command) {
        if (!allowedBeforeTls(command)) {
            refuse(command, Answers.STARTTLS_FIRST);
        } else if (content.chunked() && !allowedBetweenChunks(command.verb())) {
            answer(Answers.IN_CHUNKS);
        } else if (command instanceof Command.Malformed malformed) {
            malformed(malformed);
        } else if (command instanceof Command.Simple simple) {
            simple(simple.verb());
        } else if (command instanceof Command.Mail mailCommand) {
            mail.mail(mailCommand);
        } else if (command instanceof Command.Rcpt rcpt) {
            mail.rcpt(rcpt);
        } else if (command instanceof Command.Bdat bdat) {
            content.bdat(bdat);
        } else if (command instanceof Command.BadBdat bad) {
            content.bad(bad);
        } else if (command instanceof Command.Auth auth) {
            sasl.begin(auth);
        } else if (command instanceof Command.Ehlo ehlo) {
            introduce(ehlo.name(), true);
        } else if (command instanceof Command.Helo plain) {
            introduce(plain.name(), false);
        } else if (command instanceof Command.Unknown unknown) {
            unknown(unknown);
        }
    }

    private void simple(Verb verb) {
        switch (verb) {
            case DATA -> content.data();
            case RSET -> {
                content.abandon();
                junk(() -> mail.reset(() -> answer(Answers.OK)));
            }
            case NOOP -> junk(() -> answer(Answers.OK));
            case VRFY -> junk(() -> answer(Answers.CANNOT_VERIFY));
            case HELP -> junk(() -> answer(Answers.HELP));
            case QUIT -> hangUp(Answers.BYE, Cause.QUIT);
            case STARTTLS -> startTls();
            default -> answer(Answers.NOT_IMPLEMENTED);
        }
    }

    private void introduce(String name, boolean withExtensions) {
        Stage.Introduction introduction = new Stage.Introduction(name, withExtensions, secured(), account);
        ask(
                new Stage.AtHelo(connection(), introduction),
                () -> junk(() -> {
                    content.abandon();
                    mail.reset(() -> {
                        helo = name;
                        extended = withExtensions;
                        offer = null;
                        String host = settings.proxy().hostName();
                        answer(withExtensions ? ehloReply(host) : Reply.of(250, host));
                    });
                }));
    }

    private Reply ehloReply(String host) {
        List<String> lines = new ArrayList<>();
        lines.add(host);
        lines.addAll(offer().ehloLines());
        return new Reply(250, lines);
    }

    private void startTls() {
        if (secured()) {
            answer(Answers.TLS_ALREADY);
        } else if (!settings.startTls()) {
            answer(Answers.TLS_UNAVAILABLE);
        } else if (account.isPresent() || inTransaction()) {
            answer(Answers.TLS_TOO_LATE);
        } else if (ports.client().hasUnreadInput()) {
            hangUp(Answers.PIPELINED_STARTTLS, Cause.PROTOCOL);
        } else {
            // An upstream that was told of the clear-text session belongs to the past (T6).
            link.quit();
            enter(State.TLS);
            ports.client().startTls(Answers.START_TLS);
        }
    }

    private void malformed(Command.Malformed malformed) {
        if (malformed.verb() == Verb.BDAT) {
            // Without its size nobody knows where the next command begins (B3).
            hangUp(malformed.reply(), Cause.PROTOCOL);
        } else {
            answer(malformed.reply());
        }
    }

    private void unknown(Command.Unknown unknown) {
        if (unknown.notSmtp()) {
            notSmtp();
        } else {
            boolean known = KNOWN_UNIMPLEMENTED.contains(unknown.word().toUpperCase(Locale.ROOT));
            answer(known ? Answers.NOT_IMPLEMENTED : Answers.UNKNOWN_COMMAND);
        }
    }

    private boolean allowedBeforeTls(Command command) {
        return secured()
                || !settings.listener().tls().required()
                || switch (command.verb()) {
                    case NOOP, EHLO, HELO, STARTTLS, QUIT, RSET, HELP -> true;
                    default -> command instanceof Command.Malformed || command instanceof Command.Unknown;
                };
    }

    private void refuse(Command command, Reply reply) {
        if (command instanceof Command.Bdat bdat) {
            content.bad(new Command.BadBdat(bdat.size(), reply));
        } else if (command instanceof Command.BadBdat bad) {
            content.bad(new Command.BadBdat(bad.size(), reply));
        } else {
            answer(reply);
        }
    }

    private static boolean allowedBetweenChunks(Verb verb) {
        return switch (verb) {
            case MAIL, RCPT, DATA, AUTH, STARTTLS -> false;
            default -> true;
        };
    }

    private void junk(Runnable proceed) {
        if (++junk > MOST_JUNK) {
            hangUp(Answers.TOO_MUCH_JUNK, Cause.TOO_MANY_ERRORS);
        } else {
            proceed.run();
        }
    }

    // What the exchanges use

    /** Asks the policy, waits as long as it says, and then goes on; a refusal is the client's answer. */
    void ask(Stage stage, Runnable proceed) {
        ask(stage, this::answer, proceed);
    }

    void ask(Stage stage, Consumer<Reply> refused, Runnable proceed) {
        enter(State.DECISION);
        ports.judge().ask(stage, decision -> {
            if (state == State.DECISION) {
                decided(decision, refused, proceed);
            }
        });
    }

    private void decided(Decision decision, Consumer<Reply> refused, Runnable proceed) {
        Runnable next = proceed;
        if (decision instanceof Decision.Refuse refuse) {
            next = () -> refused.accept(refuse.reply());
        } else if (decision instanceof Decision.HangUp hangUp) {
            next = () -> hangUp(hangUp.reply(), Cause.POLICY);
        }
        if (decision.delay().isZero() || draining) {
            next.run();
        } else {
            delay = decision.delay().compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : decision.delay();
            afterDelay = next;
            enter(State.DELAY);
        }
    }

    /** Answers the command under way and waits for the next. */
    void answer(Reply reply) {
        if (state == State.CLOSED) {
            return;
        }
        if (reply.permanent()) {
            errors++;
        }
        if (reply.permanent() && errors > limits().errors()) {
            hangUp(Answers.TOO_MANY_ERRORS, Cause.TOO_MANY_ERRORS);
            return;
        }
        ports.client().reply(reply);
        enter(State.COMMAND);
        leaveIfAuthenticationIsLost();
        closeIfDraining();
    }

    /** Passes on the upstream's verdict on a message, at once (X4). */
    void deliver(Reply reply, Outcome outcome) {
        boolean untold = clientLeft && outcome == Outcome.ACCEPTED;
        mail.finish(untold ? Outcome.ACCEPTED_UNTOLD : outcome, Optional.of(reply));
        if (clientLeft) {
            end(Cause.CLIENT_LEFT);
            return;
        }
        if (outcome == Outcome.ACCEPTED) {
            errors = 0;
            junk = 0;
        }
        answer(reply);
    }

    void hangUp(Reply reply, Cause cause) {
        ports.client().reply(reply);
        // Before the connection closes, so that its end is not taken for the client's.
        end(cause);
        ports.client().hangUp();
    }

    /** The client must not think that it is still logged in (DESIGN: the password is not kept). */
    private void leaveIfAuthenticationIsLost() {
        if (link.authenticated() && !link.open() && state == State.COMMAND) {
            hangUp(Answers.UPSTREAM_LOST_CLOSING, Cause.UPSTREAM_LOST);
        }
    }

    private void closeIfDraining() {
        if (draining && state != State.CLOSED && !inTransaction()) {
            hangUp(Answers.SHUTDOWN, Cause.SHUTDOWN);
        }
    }

    private void end(Cause cause) {
        boolean unfinished = content.verdictDue() || state == State.DATA || state == State.CHUNK || content.chunked();
        enter(State.CLOSED);
        afterDelay = null;
        sasl.forget();
        Outcome outcome = content.verdictDue() ? Outcome.UNKNOWN : Outcome.ABANDONED;
        mail.finish(outcome, Optional.empty());
        if (unfinished) {
            link.drop();
        } else {
            link.quit();
        }
        log.ended(cause);
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

    /** What this client has been or will be offered; fixed from one EHLO to the next, so that it can be relied on. */
    Capabilities offer() {
        Capabilities now = offer;
        if (now == null) {
            now = Offer.of(ports.offer().probed(), settings, secured(), account.isPresent());
            offer = now;
        }
        return now;
    }

    void authenticated(Optional<String> name) {
        account = Optional.of(name.orElse(""));
    }

    void surprised() {
        ports.offer().surprised();
    }

    void report(OpenFailure failure) {
        ports.failures().accept(failure);
    }

    void report(Envelope envelope, Outcome outcome, Optional<Reply> reply) {
        log.report(helo, account, envelope, outcome, reply);
    }

    void reportAuthentication(String mechanism, Optional<String> name, Reply reply) {
        log.reportAuthentication(mechanism, name, reply);
    }

    Optional<String> receivedLine(Envelope envelope) {
        return settings.proxy().receivedHeader()
                ? Optional.of(ReceivedLine.of(
                        settings.proxy().hostName(), connection(), introduction(), envelope.mail.smtpUtf8(), now()))
                : Optional.empty();
    }

    long octetsAdded() {
        return settings.proxy().receivedHeader() ? Offer.RECEIVED_ROOM : 0;
    }

    ClientPort client() {
        return ports.client();
    }

    ClientIdentity identity() {
        return new ClientIdentity(connection().client(), connection().port(), helo, extended);
    }

    Stage.Connection connection() {
        return log.connection();
    }

    Stage.Introduction introduction() {
        return new Stage.Introduction(helo, extended, secured(), account);
    }

    Instant now() {
        return ports.clock().instant();
    }

    Limits limits() {
        return settings.proxy().limits();
    }

    long messageSize() {
        return limits().messageSize();
    }

    boolean introduced() {
        return !helo.isEmpty();
    }

    boolean secured() {
        return tls.isPresent();
    }

    boolean canStartTls() {
        return settings.startTls() && !secured();
    }

    boolean submissionSession() {
        return settings.submission();
    }

    boolean needsAuthentication() {
        return settings.submission() && account.isEmpty();
    }

    boolean inTransaction() {
        return mail.envelope().isPresent();
    }

    Optional<String> account() {
        return account;
    }
}
