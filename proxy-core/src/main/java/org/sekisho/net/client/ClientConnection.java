package org.sekisho.net.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.net.codec.ContentSink;
import org.sekisho.net.io.Channels;
import org.sekisho.net.io.Transport;
import org.sekisho.net.upstream.SessionUpstream;
import org.sekisho.policy.Hearing;
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
final class ClientConnection implements ClientPort {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    private final Listener listener;
    private final ConnectionCounter.Place place;
    private final SmtpSession session;
    private final SessionUpstream upstream;
    private final ClientInput input;
    private final ClientOutput output;
    private final ClientPatience patience;
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
    private long bytesIn;

    ClientConnection(
            Listener listener,
            ConnectionCounter.Place place,
            Stage.Connection client,
            SocketChannel channel,
            boolean withHeader) {
        this.listener = listener;
        this.place = place;
        this.channel = channel;
        upstream = listener.upstream(channel);
        Hearing hearing = listener.hearing(client, channel.eventLoop());
        LoopAnswers answers = new LoopAnswers(channel.eventLoop(), this::run);
        LoopInspector inspector = new LoopInspector(listener.inspector(), client.session(), answers);
        session = listener.session(client, this, upstream, new LoopJudge(hearing, answers), inspector);
        upstream.attach(session, this::progress);
        output = new ClientOutput(listener, channel);
        boolean endTold = Transport.tellsOfTheEnd(channel);
        ContentSink content = inspector.before(upstream::relay);
        input = new ClientInput(session, channel.alloc(), content, listener.normalizes(), endTold, withHeader);
        patience = new ClientPatience(
                channel.eventLoop(),
                listener.timeouts(),
                session,
                () -> run(session::timeOver),
                () -> leave(Cause.TIMEOUT));
    }

    /** With implicit TLS this comes before the handshake, so that a ban costs no crypto (T15). */
    void start() {
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

    /** Takes the buffer over. */
    void octets(ByteBuf in) {
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

    void segmentOver() {
        input.segmentOver();
    }

    /** The TLS handshake is done. */
    void secured() {
        run(() -> session.secured(output.tlsDescription()));
    }

    /** The client sends nothing more; it may still read. */
    void endsInput() {
        inputShut = true;
        if (lingering) {
            Channels.close(channel);
        }
        progress();
    }

    /** The channel is closed. */
    void gone() {
        leave(Cause.CLIENT_LEFT);
        input.release();
        patience.end();
        settle();
    }

    String sessionId() {
        return session.id();
    }

    /** The client is to have no more of us, nor we of it. */
    void leave(Cause cause) {
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
    void progress() {
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
        patience.messageCame(progress.octets());
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
        patience.settle(upstream.writable(), output.takesMore());
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

    private boolean wantsInput() {
        if (!output.takesMore()) {
            return false;
        }
        if (patience.readingMessage()) {
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
        patience.lastWord();
        output.end(unread, () -> {
            lingering = true;
            patience.linger();
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
