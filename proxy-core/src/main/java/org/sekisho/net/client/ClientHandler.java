package org.sekisho.net.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.net.io.Channels;
import org.sekisho.policy.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the session's words what the channel of a client tells; all on the channel's event loop. */
final class ClientHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ClientHandler.class);

    private final SocketChannel channel;
    private final ClientConnection client;

    ClientHandler(
            Listener listener,
            ConnectionCounter.Place place,
            Stage.Connection connection,
            SocketChannel channel,
            boolean withHeader) {
        this.channel = channel;
        client = new ClientConnection(listener, place, connection, channel, withHeader);
    }

    /** The session starts as soon as the connection stands, which it does already in most cases. */
    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (channel.isActive()) {
            client.start();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        client.start();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        client.octets((ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        client.segmentOver();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        client.progress();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                client.secured();
            } else {
                client.leave(Cause.TLS_FAILED);
            }
        } else if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
            // Under TLS a client's close_notify is its end, whether or not FIN follows (RFC 8446 section 6.1).
            client.endsInput();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        client.gone();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || cause.getCause() instanceof SSLException) {
            LOG.debug("{}: the connection broke: {}", client.sessionId(), cause.toString());
        } else {
            LOG.error("{}: a defect in this program ended the session", client.sessionId(), cause);
        }
        Channels.close(channel);
    }
}
