package org.sekisho.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.event.SessionEvent.Outcome;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Stage;
import org.sekisho.smtp.Command;
import org.sekisho.smtp.Extension;
import org.sekisho.smtp.Reply;

/**
 * DATA and BDAT, up to the upstream's verdict. The octets themselves pass by the session: the wire reads and relays them
 * and tells it how they ended. The upstream always gets them with DATA.
 *
 * <p>The 2xx to the end of a message is the upstream's own, and the terminator is written only here, after everything
 * that could speak against the message has been heard.
 */
final class ContentExchange {
    private final SmtpSession session;
    private final KnownClient client;
    private final MailExchange mail;
    private final UpstreamLink link;
    private final Judging judging;
    private final Inspecting inspecting;

    /** What the client gets at the end of the message instead of the upstream's verdict. */
    private @Nullable Reply refusal;
    /** The chunk being read; none in DATA form. */
    private Command.@Nullable Bdat chunk;
    /** Whether a message has been begun with BDAT and not ended. */
    private boolean chunked;
    /** Whether the whole message has gone to the upstream, and only its verdict is missing. */
    private boolean verdictDue;
    /** Whether the client has ended its message, and it is not decided yet whether the upstream may know. */
    private boolean undecided;

    /** The message that the upstream has let begin, and nobody has been told the end of. */
    private Stage.@Nullable AtData begun;

    private Instant ended = Instant.EPOCH;

    ContentExchange(
            SmtpSession session,
            KnownClient client,
            MailExchange mail,
            UpstreamLink link,
            Judging judging,
            Inspecting inspecting) {
        this.session = session;
        this.client = client;
        this.mail = mail;
        this.link = link;
        this.judging = judging;
        this.inspecting = inspecting;
    }

    /** Whether only RSET, BDAT and what never hurts may be said now (B4). */
    boolean chunked() {
        return chunked;
    }

    boolean verdictDue() {
        return verdictDue;
    }

    /** Whether the upstream is in the middle of a message, or its verdict on one is missing: it can only be left. */
    boolean unfinished() {
        return chunked || undecided || verdictDue;
    }

    // Beginning

    void data() {
        Optional<Reply> fault = fault();
        if (fault.isPresent()) {
            refuseData(fault.get());
        } else {
            begin(this::refuseData, () -> {
                session.port().reply(Reply.of(354, "End data with <CR><LF>.<CR><LF>"));
                session.enter(State.DATA);
                session.port().readData(client.messageSize());
            });
        }
    }

    /** A message that was sent behind a refused DATA is never taken for commands (O12). */
    void refuseData(Reply reply) {
        if (session.port().hasUnreadInput()) {
            session.hangUp(reply, Cause.PROTOCOL);
        } else {
            session.answer(reply);
        }
    }

    void bdat(Command.Bdat bdat) {
        Optional<Reply> fault = refusal == null ? chunkFault(bdat) : Optional.of(refusal);
        if (fault.isPresent()) {
            discard(bdat, fault.get());
        } else if (chunked) {
            read(bdat, false);
        } else {
            begin(refused -> discard(bdat, refused), () -> {
                chunked = true;
                read(bdat, true);
            });
        }
    }

    private Optional<Reply> chunkFault(Command.Bdat bdat) {
        if (!client.offer().has(Extension.CHUNKING)) {
            return Optional.of(Answers.CHUNKING_NOT_OFFERED);
        }
        long before = mail.envelope().map(envelope -> envelope.bytes).orElse(0L);
        Optional<Reply> fault = fault();
        if (fault.isEmpty() && bdat.size() > client.messageSize() - before) {
            return Optional.of(Answers.TOO_LARGE);
        }
        return fault;
    }

    private Optional<Reply> fault() {
        Envelope envelope = mail.envelope().orElse(null);
        if (envelope == null) {
            return Optional.of(client.introduced() ? Answers.MAIL_FIRST : Answers.HELO_FIRST);
        }
        if (envelope.lost(link)) {
            mail.finish(Outcome.DEFERRED, Optional.of(Answers.UPSTREAM_LOST));
            return Optional.of(Answers.UPSTREAM_LOST);
        }
        if (envelope.accepted().isEmpty()) {
            return Optional.of(envelope.recipients().isEmpty() ? Answers.RCPT_FIRST : Answers.NO_VALID_RECIPIENTS);
        }
        return Optional.empty();
    }

    /** A BDAT whose size can be read and whose rest cannot: its octets are not commands (B3). */
    void bad(Command.BadBdat bdat) {
        discard(new Command.Bdat(bdat.size(), false), bdat.reply());
    }

    /** Asks the policy and the upstream; the client gets its go-ahead or its refusal from the two callbacks. */
    private void begin(Consumer<Reply> refused, Runnable goAhead) {
        Envelope envelope = mail.envelope().orElseThrow();
        Stage.AtData stage = stage(envelope);
        session.ask(stage, reply -> mail.resetUpstream(() -> refuse(reply, refused)), () -> {
            if (envelope.lost(link)) {
                refuse(Answers.UPSTREAM_LOST, refused);
                return;
            }
            session.enter(State.UPSTREAM);
            link.send(
                    "DATA",
                    reply -> {
                        if (reply.code() == 354) {
                            refusal = null;
                            begun = stage;
                            session.tell(new Happening.MessageBegan(stage));
                            inspecting.begin(stage);
                            writeReceivedLine(envelope);
                            writeFields();
                            goAhead.run();
                        } else {
                            dataRefused(reply, refused);
                        }
                    },
                    () -> refuse(Answers.UPSTREAM_LOST, refused));
        });
    }

    private Stage.AtData stage(Envelope envelope) {
        return new Stage.AtData(client.connection(), client.introduction(), envelope.mail.from(), envelope.accepted());
    }

    private void writeReceivedLine(Envelope envelope) {
        if (client.wantsReceivedLine()) {
            String line = ReceivedLine.of(
                    client.hostName(),
                    client.connection(),
                    client.introduction(),
                    envelope.mail.smtpUtf8(),
                    session.now());
            link.content(line.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void writeFields() {
        for (String field : judging.fields()) {
            link.content((field + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void dataRefused(Reply reply, Consumer<Reply> refused) {
        if (reply.positive() || reply.intermediate()) {
            link.drop();
            refuse(Answers.UPSTREAM_CONFUSED, refused);
        } else {
            mail.resetUpstream(() -> refuse(reply, refused));
        }
    }

    private void refuse(Reply reply, Consumer<Reply> refused) {
        mail.finish(outcomeOf(reply), Optional.of(reply));
        refused.accept(reply);
    }

    // Reading

    private void read(Command.Bdat bdat, boolean first) {
        chunk = bdat;
        session.enter(State.CHUNK);
        session.port().readChunk(bdat, first, true, client.messageSize());
    }

    /** Takes the octets that belong to a refused BDAT before answering it (B2); too many are not waited for (B8). */
    private void discard(Command.Bdat bdat, Reply reply) {
        if (bdat.size() > client.messageSize()) {
            session.hangUp(reply, Cause.PROTOCOL);
            return;
        }
        refusal = reply;
        chunk = bdat;
        session.enter(State.CHUNK);
        session.port().readChunk(bdat, false, false, client.messageSize());
    }

    /** The message breaks a rule: it goes no further, but the client is heard to its own end of data (S14, U4). */
    void refused(ContentFault fault) {
        Reply reply = fault == ContentFault.BARE_NEWLINE ? Answers.BARE_NEWLINE : Answers.TOO_LARGE;
        if (fault == ContentFault.ENDLESS) {
            Reply last = refusal == null ? reply : refusal;
            over(last, mail.envelope().map(envelope -> envelope.bytes).orElse(0L));
            session.hangUp(last, Cause.PROTOCOL);
        } else {
            stop(reply);
        }
    }

    /** The upstream has gone in the middle of the message. */
    void upstreamLost() {
        stop(Answers.UPSTREAM_LOST);
    }

    /** The upstream has given its verdict before it had heard the whole message (U6). */
    void early(Reply reply) {
        boolean verdict = reply.temporary() || reply.permanent();
        stop(verdict ? UpstreamLink.forClient(reply) : Answers.UPSTREAM_CONFUSED);
    }

    private void stop(Reply reply) {
        link.drop();
        if (refusal == null) {
            refusal = reply;
        }
        session.port().discardContent();
    }

    /** The message or the chunk has been read to its end. */
    void ended(long size) {
        Command.Bdat read = chunk;
        Reply reply = refusal;
        chunk = null;
        refusal = null;
        if (reply != null) {
            over(reply, size);
            fail(reply);
            return;
        }
        mail.envelope().orElseThrow().bytes = size;
        if (read != null && !read.last()) {
            session.answer(Answers.chunkTaken(read.size()));
        } else {
            chunked = false;
            inspect(size);
        }
    }

    /** One failed chunk fails the transaction, so that what follows it never becomes a message of its own (B2). */
    private void fail(Reply reply) {
        abandon();
        mail.end(outcomeOf(reply), Optional.of(reply), () -> session.answer(reply));
    }

    /** Gives up a message between two chunks: the upstream, in the middle of it, can only be left. */
    void abandon() {
        if (chunked) {
            inspecting.over();
            link.drop();
            chunked = false;
            refusal = null;
            begun = null;
        }
    }

    /** The session ends: nobody looks at its message any more. */
    void forget() {
        inspecting.over();
    }

    private void over(Reply reply, long octets) {
        inspecting.over();
        Stage.AtData message = begun;
        if (message != null) {
            begun = null;
            session.tell(new Happening.MessageEnded(message, reply, octets));
        }
    }

    // The verdict

    /**
     * Whoever has looked at the message may refuse it, now or never: it ends like one that was broken off. A client that has
     * sent FIN behind its message still hears what became of it, as while the upstream decides (K10).
     */
    private void inspect(long size) {
        undecided = true;
        session.enter(State.UPSTREAM);
        inspecting.verdict(size, refusal -> {
            if (session.state() == State.CLOSED) {
                return;
            }
            undecided = false;
            if (refusal.isEmpty() && link.open()) {
                deliver();
            } else {
                Reply reply = refusal.orElse(Answers.UPSTREAM_LOST);
                link.drop();
                over(reply, size);
                fail(reply);
            }
        });
    }

    private void deliver() {
        Envelope envelope = mail.envelope().orElseThrow();
        verdictDue = true;
        ended = session.now();
        session.enter(State.UPSTREAM);
        link.endContent(reply -> verdict(envelope, reply), () -> noVerdict(envelope));
    }

    private void verdict(Envelope envelope, Reply reply) {
        verdictDue = false;
        Reply told = reply;
        if (reply.intermediate()) {
            link.drop();
            told = Answers.UPSTREAM_CONFUSED;
        }
        envelope.upstreamReply = Optional.of(reply);
        envelope.upstreamTime = Duration.between(ended, session.now());
        over(told, envelope.bytes);
        session.deliver(told, outcomeOf(told));
    }

    /** Nobody can know whether the upstream took the message: the client must try again (U7). */
    private void noVerdict(Envelope envelope) {
        verdictDue = false;
        envelope.upstreamTime = Duration.between(ended, session.now());
        over(Answers.UPSTREAM_LOST, envelope.bytes);
        session.deliver(Answers.UPSTREAM_LOST, Outcome.UNKNOWN);
    }

    static Outcome outcomeOf(Reply reply) {
        if (reply.positive()) {
            return Outcome.ACCEPTED;
        }
        return reply.permanent() ? Outcome.REFUSED : Outcome.DEFERRED;
    }
}
