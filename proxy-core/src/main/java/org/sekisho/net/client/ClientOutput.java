package org.sekisho.net.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.sekisho.net.io.Channels;
import org.sekisho.smtp.Reply;

/** What goes out to a client: replies, TLS, and the end. Nothing leaves before {@link #flush}, except at the end. */
final class ClientOutput {
    private final Listener listener;
    private final SocketChannel channel;
    private long octets;

    ClientOutput(Listener listener, SocketChannel channel) {
        this.listener = listener;
        this.channel = channel;
    }

    /** TLS goes right before the session's handler: a PROXY header's may still be on its way out (T14). */
    void greet(Reply greeting) {
        if (listener.beginsWithTls()) {
            String session = channel.pipeline().context(ClientHandler.class).name();
            channel.pipeline().addBefore(session, null, listener.tlsHandler(channel.alloc(), false));
        }
        reply(greeting);
    }

    /** Takes over what the client of an implicit TLS port sent while the policy was asked: it begins the handshake. */
    void handshake(ByteBuf hello) {
        SslHandler tls = tls().orElseThrow();
        ChannelHandlerContext ctx = channel.pipeline().context(tls);
        try {
            tls.channelRead(ctx, hello);
            tls.channelReadComplete(ctx);
        } catch (Exception failure) {
            ctx.fireExceptionCaught(failure);
        }
    }

    /** On an implicit TLS port nothing is said, and nothing understood, before the policy has let the client in (T15). */
    boolean tlsComing() {
        return listener.beginsWithTls() && tls().isEmpty();
    }

    /** Before the handshake of an implicit TLS port there is nobody who could read a reply, and it is dropped. */
    void reply(Reply reply) {
        if (tlsComing()) {
            return;
        }
        write(reply.encode());
    }

    /** The first lines of a reply that goes on; on an implicit TLS port nobody can read them yet. */
    void begin(Reply reply) {
        if (!tlsComing()) {
            write(reply.encodeOpen());
        }
    }

    private void write(byte[] bytes) {
        octets += bytes.length;
        Channels.write(channel, Unpooled.wrappedBuffer(bytes));
    }

    /** The handler goes in before the reply that invites the client, so that nothing can slip between (J4). */
    void startTls(Reply goAhead) {
        channel.pipeline().addFirst(listener.tlsHandler(channel.alloc(), true));
        reply(goAhead);
        channel.flush();
    }

    void flush() {
        channel.flush();
    }

    boolean takesMore() {
        return channel.isWritable();
    }

    /** Octets of all replies, before TLS. */
    long octets() {
        return octets;
    }

    /** Protocol and cipher suite, for the log. */
    String tlsDescription() {
        SSLSession session = tls().orElseThrow().engine().getSession();
        return session.getProtocol() + " " + session.getCipherSuite();
    }

    /**
     * Sends what is written, then closes.
     *
     * @param unread whether the client has sent more than was read: closing over it would reset the connection and could
     *     destroy our last reply, so that only our FIN is sent then, and {@code lingering} is called
     */
    void end(boolean unread, Runnable lingering) {
        sendLast().addListener(written -> {
            if (!written.isSuccess() || !unread) {
                Channels.close(channel);
            } else {
                Channels.shutdownOutput(channel);
                lingering.run();
            }
        });
    }

    /** Done when all that was written has left, under TLS with close_notify behind it. */
    private ChannelFuture sendLast() {
        channel.flush();
        return tls().map(SslHandler::closeOutbound).orElseGet(() -> channel.writeAndFlush(Unpooled.EMPTY_BUFFER));
    }

    private Optional<SslHandler> tls() {
        return Optional.ofNullable(channel.pipeline().get(SslHandler.class));
    }
}
