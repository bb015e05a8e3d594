package org.sekisho.net.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sekisho.net.codec.ProxyHeader;
import org.sekisho.net.codec.ProxyHeaderDecoder;
import org.sekisho.net.io.Channels;
import org.sekisho.net.io.Deadline;

/**
 * Takes the PROXY header off the beginning of a connection from a trusted network and then leaves the pipeline (P2). The
 * callback puts the session's handlers in place before what followed the header is passed on to them (P9, bug 49).
 */
final class ProxyHeaderHandler extends ChannelInboundHandlerAdapter {
    private final ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();
    private final Duration timeout;
    private final Consumer<Optional<ProxyHeader>> header;
    private final Consumer<String> broken;

    private @Nullable Deadline deadline;

    ProxyHeaderHandler(Duration timeout, Consumer<Optional<ProxyHeader>> header, Consumer<String> broken) {
        this.timeout = timeout;
        this.header = header;
        this.broken = broken;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        deadline = new Deadline(ctx.channel().eventLoop(), () -> fail(ctx, "it did not come in time"));
        deadline.in(timeout);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (deadline != null) {
            deadline.cancel();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        switch (decoder.decode(in)) {
            case NONE -> in.release();
            case DONE -> {
                header.accept(decoder.header());
                ctx.pipeline().remove(this);
                passOn(ctx, in);
            }
            case MALFORMED -> {
                in.release();
                fail(ctx, decoder.problem());
            }
        }
    }

    /** What followed the header starts where bytes come in, as TLS may have been put there meanwhile (T14, bug 52). */
    private static void passOn(ChannelHandlerContext ctx, ByteBuf rest) {
        if (rest.isReadable()) {
            ctx.pipeline().fireChannelRead(rest).fireChannelReadComplete();
        } else {
            rest.release();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            // A balancer that only looks whether somebody listens is no trouble to report (bug 53).
            Channels.close(ctx.channel());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Channels.close(ctx.channel());
    }

    private void fail(ChannelHandlerContext ctx, String problem) {
        broken.accept(problem);
        ctx.pipeline().remove(this);
        Channels.close(ctx.channel());
    }
}
