package org.sekisho.net.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.net.codec.LineDecoder;
import org.sekisho.net.io.Channels;
import org.sekisho.net.io.Deadline;
import org.sekisho.net.upstream.SessionUpstream;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Stage;
import org.sekisho.session.ClientPort;
import org.sekisho.session.SmtpSession;
import org.sekisho.session.State;
import org.sekisho.settings.TlsSettings;
import org.sekisho.smtp.Command;
import org.sekisho.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds one session with what its client sends, as fast as the session takes it, and carries out what it decides.
 *
 * <p>Bytes wait here while the session waits for something else; beyond a few of them the socket is not read any more,
 * so that a client costs the same whatever it sends (D8). Everything happens on the channel's event loop.
 */
public final class ClientHandler extends ChannelInboundHandlerAdapter implements ClientPort {
    private static final Logger LOG = LoggerFactory.getLogger(ClientHandler.class);

    /** Octets of a command line with its CRLF: RFC 5321's 512 and every extension's share, twice (L1). */
    private static final int COMMAND_LIMIT = 4_096;
    /** Octets of a line in an AUTH exchange with its CRLF (RFC 4954 section 4, A4). */
    private static final int SASL_LIMIT = 12_288 + 2;
    /** Octets of one over-long line after which the client is cut off (L2). */
    private static final int ENDLESS_LINE = 65_536;
    /** Octets that may wait while the session does not take any. */
    private static final int MOST_UNREAD = 4_096;
    /** How fast a message must come, octets a second (X5). */
    private static final int SLOWEST_MESSAGE = 500;
    /** How long a policy may take. */
    private static final Duration DECISION_LIMIT = Duration.ofSeconds(30);

    private static final Decision UNDECIDED =
            Decision.refuse(Reply.of(451, "4.3.0", "Cannot decide about this now, try again later"));

    /** How long a client may take to close after our last word. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final Listener listener;
    private final ConnectionCounter.Place place;
    private final SmtpSession session;
    private final SessionUpstream upstream;
    private final MessageReader messages;
    private final LineDecoder lines = new LineDecoder(COMMAND_LIMIT);
    private final Deadline deadline;
    private final Deadline writeDeadline;
    private final SocketChannel channel;

    private @Nullable ByteBuf unread;
    private boolean started;
    private boolean pumping;
    private boolean inputShut;
    private boolean inputSeen;
    private boolean hungUp;
    /** Whether everything has been said, and only the client's own end is waited for. */
    private boolean lingering;

    private boolean reported;
    private int waitSeen = -1;
    private long bytesIn;
    private long bytesOut;

    ClientHandler(Listener listener, ConnectionCounter.Place place, Stage.Connection client, SocketChannel channel) {
        this.listener = listener;
        this.place = place;
        this.channel = channel;
        upstream = listener.upstream(channel);
        session = listener.session(client, this, upstream, this::ask);
        upstream.attach(session, this::progress);
        messages = new MessageReader(session, upstream::relay, listener.normalizes());
        deadline = new Deadline(channel.eventLoop(), this::timeOver);
        writeDeadline = new Deadline(channel.eventLoop(), this::writeTimeOver);
    }

    /** With implicit TLS this comes before the handshake, so that a ban costs no crypto (T15). */
    private void start() {
        if (!started) {
            started = true;
            listener.entered(this);
            run(session::connected);
        }
    }

    /** The proxy is stopping; may be called from any thread. */
    void drain() {
        channel.eventLoop().execute(() -> run(session::drain));
    }

    /** The proxy stops now; may be called from any thread. */
    void stop() {
        channel.eventLoop().execute(() -> run(session::stop));
    }

    // From the channel

    /** The session starts as soon as the connection stands, which it does already in most cases. */
    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (channel.isActive()) {
            start();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        start();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (hungUp) {
            in.release();
            return;
        }
        if (tlsComing()) {
            keep(in);
            return;
        }
        bytesIn += in.readableBytes();
        if (!inputSeen) {
            inputSeen = true;
            if (looksLikeTls(in)) {
                in.release();
                run(session::notSmtp);
                return;
            }
        }
        keep(in);
        progress();
    }

    private void keep(ByteBuf in) {
        unread = unread == null ? in : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(channel.alloc(), unread, in);
    }

    /** On an implicit TLS port, nothing that comes before the policy has let the client in is in clear text. */
    private boolean tlsComing() {
        return listener.tlsMode() == TlsSettings.Mode.IMPLICIT
                && channel.pipeline().get(SslHandler.class) == null;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        progress();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                run(() -> session.secured(tlsDescription()));
            } else {
                leave(Cause.TLS_FAILED);
            }
        } else if (event instanceof ChannelInputShutdownEvent) {
            inputShut = true;
            if (lingering) {
                Channels.close(channel);
            }
            progress();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        leave(Cause.CLIENT_LEFT);
        release();
        deadline.cancel();
        writeDeadline.cancel();
        settle();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || cause.getCause() instanceof SSLException) {
            LOG.debug("{}: the connection broke: {}", session.id(), cause.toString());
        } else {
            LOG.error("{}: a defect in this program ended the session", session.id(), cause);
        }
        Channels.close(channel);
    }

    private void leave(Cause cause) {
        try {
            session.clientLeft(cause);
        } finally {
            hungUp = true;
            place.leave();
            Channels.close(channel);
        }
    }

    /** Brings a decision that came from elsewhere back to this session's event loop: the only place where that is done. */
    private void ask(Stage stage, Consumer<Decision> answer) {
        CompletableFuture<Decision> asked = listener.judge(stage).toCompletableFuture();
        if (asked.isDone() && !asked.isCompletedExceptionally()) {
            answer.accept(asked.join());
            return;
        }
        CompletionStage<Decision> limited = asked.copy().orTimeout(DECISION_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        limited.whenComplete((decision, failure) -> channel.eventLoop()
                .execute(() -> run(() -> answer.accept(failure == null ? decision : undecided(failure)))));
    }

    private Decision undecided(Throwable failure) {
        LOG.error("{}: the policy gave no decision, the command is deferred", session.id(), failure);
        return UNDECIDED;
    }

    // Progress

    private void run(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException defect) {
            defect(defect);
        }
        progress();
    }

    /** Feeds the session while it takes something, then sends what has been written, and sets the next deadline. */
    private void progress() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            while (step()) {
                // Each step consumes input or changes what the session waits for.
            }
            if (inputShut && !hungUp) {
                inputEnded();
            }
        } catch (RuntimeException defect) {
            defect(defect);
        } finally {
            pumping = false;
        }
        settle();
    }

    private boolean step() {
        if (hungUp || !channel.isWritable()) {
            return false;
        }
        return switch (session.state()) {
            case COMMAND -> readLine(false);
            case SASL -> readLine(true);
            case DATA, CHUNK -> upstream.writable() && readMessage();
            case DECISION, DELAY, UPSTREAM, TLS, CLOSED -> false;
        };
    }

    private boolean readLine(boolean secret) {
        if (unread == null) {
            return false;
        }
        lines.setSecret(secret);
        lines.setLimit(secret ? SASL_LIMIT : COMMAND_LIMIT);
        LineDecoder.Status status = lines.decode(unread);
        releaseIfRead();
        switch (status) {
            case LINE -> session.line(lines.line());
            case TOO_LONG -> session.lineTooLong();
            case BARE_NEWLINE -> session.lineWithBareNewline();
            case NONE -> {
                if (lines.discarded() > ENDLESS_LINE) {
                    session.notSmtp();
                }
                return false;
            }
        }
        return true;
    }

    private boolean readMessage() {
        ByteBuf in = unread == null ? Unpooled.EMPTY_BUFFER : unread;
        int before = in.readableBytes();
        boolean ended = messages.read(in);
        int octets = before - in.readableBytes();
        releaseIfRead();
        if (octets > 0 && readingMessage()) {
            Duration credit = Duration.ofMillis(Math.max(1, octets * 1_000L / SLOWEST_MESSAGE));
            deadline.extend(credit, listener.timeouts().data());
        }
        return ended;
    }

    /** The client will send nothing more (FIN). What it has sent is dealt with first (K10); then there is nothing left. */
    private void inputEnded() {
        boolean waits = switch (session.state()) {
            case UPSTREAM, CLOSED -> true;
            case DECISION -> unread != null;
            case COMMAND, SASL, DATA, CHUNK, DELAY, TLS -> false;
        };
        if (!waits) {
            session.clientLeft(Cause.CLIENT_LEFT);
            // It may still read: the last replies go out before the connection is closed.
            hangUp();
        }
    }

    private void settle() {
        if (!channel.isActive()) {
            upstream.flush();
            reportIfOver();
            return;
        }
        channel.flush();
        upstream.flush();
        if (hungUp) {
            return;
        }
        if (session.waits() != waitSeen) {
            waitSeen = session.waits();
            setDeadline();
        }
        pauseWithUpstream();
        if (channel.isWritable()) {
            writeDeadline.clear();
        } else if (!writeDeadline.isSet()) {
            writeDeadline.in(listener.timeouts().write());
        }
        channel.config().setAutoRead(wantsInput());
    }

    /** A session whose client has left goes on until the upstream has given its verdict. */
    private void reportIfOver() {
        if (!reported && session.state() == State.CLOSED) {
            reported = true;
            listener.left(this);
            session.closed(bytesIn, bytesOut);
        }
    }

    private void setDeadline() {
        Duration patience = readingMessage() ? listener.timeouts().data() : session.patience();
        if (patience.isZero()) {
            deadline.clear();
        } else {
            deadline.in(patience);
        }
    }

    /** A client is not to blame while the upstream takes no more of its message: the upstream's own limit runs then. */
    private void pauseWithUpstream() {
        if (readingMessage() && !upstream.writable()) {
            deadline.clear();
        } else if (readingMessage() && !deadline.isSet()) {
            setDeadline();
        }
    }

    private boolean readingMessage() {
        return session.state() == State.DATA || session.state() == State.CHUNK;
    }

    private boolean wantsInput() {
        if (!channel.isWritable()) {
            return false;
        }
        if (readingMessage()) {
            return upstream.writable();
        }
        return unread == null || unread.readableBytes() < MOST_UNREAD;
    }

    private void timeOver() {
        run(session::timeOver);
    }

    private void writeTimeOver() {
        leave(Cause.TIMEOUT);
    }

    private void defect(RuntimeException defect) {
        LOG.error("{}: a defect in this program ended the session", session.id(), defect);
        session.failed();
    }

    // What the session asks for

    @Override
    public void greet(Reply greeting) {
        if (listener.tlsMode() == TlsSettings.Mode.IMPLICIT) {
            channel.pipeline().addFirst(listener.tlsHandler(channel.alloc(), false));
            reply(greeting);
            decryptWhatCame();
        } else {
            reply(greeting);
        }
    }

    private void decryptWhatCame() {
        ByteBuf handshake = unread;
        unread = null;
        if (handshake != null) {
            channel.pipeline().fireChannelRead(handshake).fireChannelReadComplete();
        }
    }

    @Override
    public void reply(Reply reply) {
        // Before the handshake of an implicit TLS port there is nobody who could read a reply (T15).
        if (tlsComing()) {
            return;
        }
        byte[] bytes = reply.encode();
        bytesOut += bytes.length;
        Channels.write(channel, Unpooled.wrappedBuffer(bytes));
    }

    @Override
    public void startTls(Reply goAhead) {
        channel.pipeline().addFirst(listener.tlsHandler(channel.alloc(), true));
        reply(goAhead);
        channel.flush();
    }

    @Override
    public boolean hasUnreadInput() {
        return unread != null || !lines.idle();
    }

    @Override
    public void readData(long limit) {
        messages.beginData(limit);
    }

    @Override
    public void readChunk(Command.Bdat chunk, boolean first, boolean keep, long limit) {
        messages.beginChunk(chunk, first, keep, limit);
    }

    @Override
    public void discardContent() {
        messages.discard();
    }

    /**
     * Sends what is written, then our FIN, and gives the client a moment to read it: closing while its bytes are unread
     * would reset the connection and could destroy the reply.
     */
    @Override
    public void hangUp() {
        hungUp = true;
        place.leave();
        boolean unanswered = hasUnreadInput();
        release();
        deadline.in(listener.timeouts().write());
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (!written.isSuccess()
                    || !unanswered
                    || inputShut
                    || channel.pipeline().get(SslHandler.class) != null) {
                Channels.close(channel);
            } else {
                lingering = true;
                deadline.in(LINGER);
                channel.config().setAutoRead(true);
                Channels.shutdownOutput(channel);
            }
        });
    }

    @Override
    public void close() {
        hungUp = true;
        place.leave();
        release();
        Channels.close(channel);
    }

    private String tlsDescription() {
        SSLSession tls = channel.pipeline().get(SslHandler.class).engine().getSession();
        return tls.getProtocol() + " " + tls.getCipherSuite();
    }

    private static boolean looksLikeTls(ByteBuf in) {
        return in.readableBytes() >= 2
                && in.getByte(in.readerIndex()) == 0x16
                && in.getByte(in.readerIndex() + 1) == 0x03;
    }

    private void releaseIfRead() {
        if (unread != null && !unread.isReadable()) {
            release();
        }
    }

    private void release() {
        if (unread != null) {
            unread.release();
            unread = null;
        }
    }
}
