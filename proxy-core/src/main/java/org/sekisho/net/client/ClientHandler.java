package org.sekisho.net.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.net.io.Channels;
import org.sekisho.net.io.Deadline;
import org.sekisho.net.io.Transport;
import org.sekisho.net.upstream.SessionUpstream;
import org.sekisho.policy.Stage;
import org.sekisho.session.ClientPort;
import org.sekisho.session.SmtpSession;
import org.sekisho.session.State;
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

    /** How fast a message must come, octets a second (X5). */
    private static final int SLOWEST_MESSAGE = 500;
    /** How long a client may take to close after our last word. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final Listener listener;
    private final ConnectionCounter.Place place;
    private final SmtpSession session;
    private final SessionUpstream upstream;
    private final ClientInput input;
    private final ClientOutput output;
    private final Deadline deadline;
    private final Deadline writeDeadline;
    private final SocketChannel channel;

    private boolean started;
    private boolean pumping;
    private boolean inputShut;
    private boolean hungUp;
    /** Whether everything has been said, and only the client's own end is waited for. */
    private boolean lingering;
    /** Whether what was kept before the handshake of an implicit TLS port is now to be read. */
    private boolean helloDue;

    private boolean reported;
    private int waitSeen = -1;
    private long bytesIn;

    ClientHandler(
            Listener listener,
            ConnectionCounter.Place place,
            Stage.Connection client,
            SocketChannel channel,
            boolean withHeader) {
        this.listener = listener;
        this.place = place;
        this.channel = channel;
        upstream = listener.upstream(channel);
        session = listener.session(
                client, this, upstream, new LoopJudge(listener.hearing(client), channel.eventLoop(), this::run));
        upstream.attach(session, this::progress);
        output = new ClientOutput(listener, channel);
        boolean endTold = Transport.tellsOfTheEnd(channel);
        input = new ClientInput(session, channel.alloc(), upstream::relay, listener.normalizes(), endTold, withHeader);
        deadline = new Deadline(channel.eventLoop(), () -> run(session::timeOver));
        writeDeadline = new Deadline(channel.eventLoop(), () -> leave(Cause.TIMEOUT));
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
        } else if (output.tlsComing()) {
            input.keepRaw(in);
            progress();
        } else {
            bytesIn += in.readableBytes();
            run(() -> input.add(in));
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        input.segmentOver();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        progress();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                run(() -> session.secured(output.tlsDescription()));
            } else {
                leave(Cause.TLS_FAILED);
            }
        } else if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
            // Under TLS a client's close_notify is its end, whether or not FIN follows (RFC 8446 section 6.1).
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
        input.release();
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

    // Progress

    private void run(Runnable event) {
        try {
            event.run();
            if (helloDue) {
                helloDue = false;
                input.takeRaw().ifPresent(output::handshake);
            }
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
        if (hungUp || !output.takesMore()) {
            return false;
        }
        return switch (session.state()) {
            case COMMAND, SASL -> input.readLine();
            case DATA, CHUNK -> upstream.writable() && readMessage();
            case DECISION, DELAY, UPSTREAM, TLS, CLOSED -> false;
        };
    }

    private boolean readMessage() {
        ClientInput.Progress progress = input.readMessage();
        if (progress.octets() > 0 && readingMessage()) {
            Duration credit = Duration.ofMillis(Math.max(1, progress.octets() * 1_000L / SLOWEST_MESSAGE));
            deadline.extend(credit, listener.timeouts().data());
        }
        return progress.ended();
    }

    /** The client will send nothing more (FIN). What it has sent is dealt with first (K10); then there is nothing left. */
    private void inputEnded() {
        boolean waits = switch (session.state()) {
            case UPSTREAM, CLOSED -> true;
            // What waits there will be taken when the upstream, or the client's own reading, lets it.
            case DECISION, COMMAND, SASL, DATA, CHUNK -> input.waiting();
            case DELAY, TLS -> false;
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
        output.flush();
        upstream.flush();
        if (hungUp) {
            return;
        }
        if (session.waits() != waitSeen) {
            waitSeen = session.waits();
            setDeadline();
        }
        pauseWithUpstream();
        if (output.takesMore()) {
            writeDeadline.clear();
        } else if (!writeDeadline.isSet()) {
            writeDeadline.in(listener.timeouts().write());
        }
        if (!inputShut) {
            // A socket that has brought everything must not be read again: epoll does not have it any more.
            channel.config().setAutoRead(wantsInput());
        }
    }

    /** A session whose client has left goes on until the upstream has given its verdict; a proxy that stops waits for it. */
    private void reportIfOver() {
        if (!reported && session.state() == State.CLOSED) {
            reported = true;
            listener.left(this);
            session.closed(bytesIn, output.octets());
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
        if (!output.takesMore()) {
            return false;
        }
        if (readingMessage()) {
            return upstream.writable();
        }
        return !input.full();
    }

    private void defect(RuntimeException defect) {
        LOG.error("{}: a defect in this program ended the session", session.id(), defect);
        session.failed();
    }

    // What the session asks for

    @Override
    public void greet(Reply greeting) {
        helloDue = output.tlsComing();
        output.greet(greeting);
    }

    @Override
    public void greetInPart(Reply beginning) {
        output.begin(beginning);
    }

    @Override
    public void reply(Reply reply) {
        output.reply(reply);
    }

    @Override
    public void startTls(Reply goAhead) {
        output.startTls(goAhead);
    }

    @Override
    public boolean hasUnreadInput() {
        return !input.empty();
    }

    @Override
    public void readData(long limit) {
        input.messages().beginData(limit);
    }

    @Override
    public void readChunk(Command.Bdat chunk, boolean first, boolean keep, long limit) {
        input.messages().beginChunk(chunk, first, keep, limit);
    }

    @Override
    public void discardContent() {
        input.messages().discard();
    }

    @Override
    public void hangUp() {
        hungUp = true;
        place.leave();
        boolean unread = (hasUnreadInput() || !channel.config().isAutoRead()) && !inputShut;
        input.release();
        deadline.in(listener.timeouts().write());
        output.end(unread, () -> {
            lingering = true;
            deadline.in(LINGER);
            channel.config().setAutoRead(true);
        });
    }

    @Override
    public void close() {
        hungUp = true;
        place.leave();
        input.release();
        Channels.close(channel);
    }
}
