package org.sekisho.net.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.sekisho.net.codec.ReplyDecoder;
import org.sekisho.net.io.Channels;
import org.sekisho.net.io.Deadline;
import org.sekisho.session.Failures;
import org.sekisho.session.OpenFailure;
import org.sekisho.session.UpstreamDialogue;
import org.sekisho.settings.UpstreamSettings;
import org.sekisho.smtp.Capabilities;
import org.sekisho.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to the upstream: first the dialogue that makes it ready, then commands, each with its reply, and
 * content. Used on its event loop only.
 */
final class UpstreamConnection extends ChannelInboundHandlerAdapter implements UpstreamDialogue.Peer {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamConnection.class);
    private static final byte[] TERMINATOR = {'.', '\r', '\n'};
    private static final byte[] CRLF = {'\r', '\n'};
    /** How long a client waits for 354 (RFC 5321 section 4.5.3.2.3, X1): no use to wait longer ourselves. */
    private static final Duration GO_AHEAD = Duration.ofMinutes(2);
    /** How long the upstream may take to answer QUIT; nobody waits for it. */
    private static final Duration QUIT_LIMIT = Duration.ofSeconds(5);

    /** Who uses the connection. After {@link #failed}, {@link #lost} or a close of its own it hears nothing more. */
    interface Owner {
        void ready(Capabilities offered);

        /** It could not be made ready. */
        void failed(OpenFailure failure);

        /** It was ready and is gone. */
        void lost();

        /** A reply that nobody had asked for. */
        void spoke(Reply reply);

        /** Something has happened that may let the owner go on. */
        void progress();
    }

    private final AddressPool.Lease lease;
    private final UpstreamSettings settings;
    private final UpstreamTls tls;
    private final Channel channel;
    private final Deadline deadline;
    private final ReplyDecoder decoder = new ReplyDecoder();
    private final Deque<Consumer<Reply>> awaited = new ArrayDeque<>(4);

    private @Nullable Owner owner;
    private @Nullable UpstreamDialogue dialogue;
    private @Nullable ByteBuf unread;
    private boolean ready;
    /** Whether a command got its reply: an address that is lost before that is passed over like one that refuses. */
    private boolean proven;

    private boolean dirty;
    private boolean quitting;
    private boolean idle;

    UpstreamConnection(
            AddressPool.Lease lease, UpstreamSettings settings, UpstreamTls tls, Channel channel, Owner owner) {
        this.lease = lease;
        this.settings = settings;
        this.tls = tls;
        this.channel = channel;
        this.owner = owner;
        deadline = new Deadline(channel.eventLoop(), this::timeOver);
        channel.closeFuture().addListener(closed -> lease.release());
    }

    /** Begins the dialogue; the connection stands, and a PROXY header, if any, goes first. */
    void begin(UpstreamDialogue opening, byte[] proxyHeader) {
        dialogue = opening;
        if (proxyHeader.length > 0) {
            write(proxyHeader);
            flush();
        }
    }

    String address() {
        return lease.endpoint().toString();
    }

    boolean writable() {
        return channel.isWritable();
    }

    // From the channel

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        Owner hears = owner;
        unread = unread == null ? in : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), unread, in);
        try {
            while (unread != null && (owner != null || quitting)) {
                switch (decoder.decode(unread)) {
                    case NONE -> releaseUnread();
                    case REPLY -> replied(decoder.reply());
                    case MALFORMED -> {
                        LOG.warn("{}: an answer of the upstream is not SMTP, the connection is closed", address());
                        broken(Failures.CONFUSED, "it answered something that is not SMTP");
                    }
                }
            }
        } finally {
            if (owner == null && !quitting) {
                releaseUnread();
            }
        }
        // A reply may have made the owner leave this connection: what it said to its client then must go out all the
        // same.
        if (hears != null) {
            hears.progress();
        }
        flush();
    }

    private void replied(Reply reply) {
        UpstreamDialogue opening = dialogue;
        Consumer<Reply> waiting = awaited.poll();
        if (quitting) {
            close();
        } else if (opening != null) {
            opening.replied(reply);
        } else if (waiting != null) {
            if (awaited.isEmpty()) {
                deadline.clear();
            }
            proven = true;
            waiting.accept(reply);
        } else if (owner != null) {
            Owner hears = owner;
            hears.spoke(reply);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (!handshake.isSuccess()) {
                broken(
                        Failures.NO_TLS,
                        "the TLS handshake failed: " + handshake.cause().getMessage());
            } else if (dialogue != null) {
                dialogue.tlsEstablished();
                flush();
            }
            progress();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (awaited.isEmpty() && ready) {
            // An upstream that takes no more of a message is as silent as one that does not answer.
            if (channel.isWritable()) {
                deadline.clear();
            } else {
                deadline.in(settings.timeout());
            }
        }
        progress();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline.cancel();
        releaseUnread();
        broken(Failures.UNAVAILABLE, "it closed the connection");
        progress();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof RuntimeException && !(cause.getCause() instanceof SSLException)) {
            LOG.error("{}: a defect in this program closed the upstream's connection", address(), cause);
        }
        broken(Failures.UNAVAILABLE, "the connection broke: " + cause.getMessage());
        progress();
    }

    private void timeOver() {
        if (quitting) {
            close();
        } else if (idle) {
            leave();
        } else {
            broken(Failures.UNAVAILABLE, "it did not answer in time");
            progress();
        }
    }

    /** Nothing was asked of it for so long that it is given back. */
    private void leave() {
        Owner hears = owner;
        quit();
        if (hears != null) {
            hears.lost();
            hears.progress();
        }
    }

    private void broken(Reply told, String why) {
        Owner hears = owner;
        owner = null;
        close();
        if (hears != null && ready) {
            if (!proven) {
                lease.failed();
            }
            hears.lost();
            hears.progress();
        } else if (hears != null) {
            hears.failed(new OpenFailure(told, why, true));
            hears.progress();
        }
    }

    private void progress() {
        if (owner != null) {
            owner.progress();
        }
        flush();
    }

    // From the dialogue

    @Override
    public void send(String line) {
        write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void startTls() {
        // Whatever came in clear text behind the 220 is not from the server that the handshake will show (T8).
        decoder.clear();
        if (unread != null) {
            unread.skipBytes(unread.readableBytes());
        }
        channel.pipeline().addFirst(tls.handler(channel.alloc(), lease.endpoint()));
    }

    @Override
    public void ready(Capabilities offered) {
        dialogue = null;
        ready = true;
        lease.worked();
        deadline.clear();
        if (owner != null) {
            owner.ready(offered);
        }
    }

    @Override
    public void failed(OpenFailure failure) {
        Owner hears = owner;
        owner = null;
        dialogue = null;
        if (!channel.isActive() || quitting) {
            close();
        } else {
            sayQuit();
        }
        if (hears != null) {
            hears.failed(failure);
        }
    }

    // From the session

    void send(String line, Consumer<Reply> answer) {
        send(line);
        await(
                answer,
                line.equals("DATA") && settings.timeout().compareTo(GO_AHEAD) > 0 ? GO_AHEAD : settings.timeout());
    }

    void sendSecret(byte[] line, Consumer<Reply> answer) {
        ByteBuf out = channel.alloc().buffer(line.length + 2);
        out.writeBytes(line).writeBytes(CRLF);
        Arrays.fill(line, (byte) 0);
        dirty = true;
        int length = out.readableBytes();
        out.retain();
        channel.write(out).addListener(written -> {
            out.setZero(0, length);
            out.release();
        });
        await(answer, settings.timeout());
    }

    /** Takes a part of a message, which may be a slice of something larger. */
    void content(ByteBuf content) {
        dirty = true;
        Channels.write(channel, SmallSlices.unpinned(content, channel.alloc()));
    }

    void content(byte[] lines) {
        write(lines);
    }

    void endContent(Consumer<Reply> answer) {
        write(TERMINATOR);
        await(answer, settings.endOfDataTimeout());
    }

    void closeIfIdle(Duration limit) {
        idle = true;
        deadline.in(limit);
    }

    void quit() {
        owner = null;
        if (channel.isActive()) {
            sayQuit();
        } else {
            Channels.close(channel);
        }
    }

    private void sayQuit() {
        quitting = true;
        awaited.clear();
        send("QUIT");
        flush();
        deadline.in(QUIT_LIMIT);
    }

    /** Closes without another word; nobody hears of it. */
    void close() {
        owner = null;
        dialogue = null;
        quitting = false;
        awaited.clear();
        deadline.cancel();
        Channels.close(channel);
    }

    void flush() {
        if (dirty) {
            dirty = false;
            channel.flush();
        }
    }

    private void await(Consumer<Reply> answer, Duration limit) {
        idle = false;
        awaited.add(answer);
        deadline.in(limit);
    }

    private void write(byte[] bytes) {
        dirty = true;
        Channels.write(channel, Unpooled.wrappedBuffer(bytes));
    }

    private void releaseUnread() {
        if (unread != null) {
            unread.release();
            unread = null;
        }
    }
}
