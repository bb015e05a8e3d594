package org.sekisho.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DefaultSocketChannelConfig;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketChannelConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection without a network: the test is its peer. What the peer sends waits, as in a kernel's buffer, while the
 * channel does not read.
 */
public final class EmbeddedSocket extends EmbeddedChannel implements SocketChannel {
    private final InetSocketAddress remote;
    private final ByteBufAllocator buffers;
    private final Deque<byte[]> arriving = new ArrayDeque<>();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final boolean refuses;

    // Without initial values: the channel's constructor asks for its configuration.
    private @Nullable SocketChannelConfig configuration;
    private boolean connected;
    private boolean outputShut;
    private boolean inputShut;
    private boolean finArrived;

    private EmbeddedSocket(InetSocketAddress remote, ByteBufAllocator buffers, boolean refuses) {
        super(DefaultChannelId.newInstance(), false, false);
        this.remote = remote;
        this.buffers = buffers;
        this.refuses = refuses;
        config().setAllocator(buffers);
    }

    /** A connection that a client has made. */
    public static EmbeddedSocket accepted(InetSocketAddress client, ByteBufAllocator buffers) {
        EmbeddedSocket socket = new EmbeddedSocket(client, buffers, false);
        socket.connected = true;
        return socket;
    }

    /** A connection to be made; {@code refuses} says what the peer will do. */
    public static EmbeddedSocket connecting(ByteBufAllocator buffers, boolean refuses) {
        return new EmbeddedSocket(new InetSocketAddress(0), buffers, refuses);
    }

    // The peer's side

    public void peerSends(byte[] octets) {
        arriving.add(octets);
        deliver();
    }

    /** Hands over what has arrived, as far as the channel reads. */
    public void deliver() {
        while (isOpen() && config().isAutoRead() && !arriving.isEmpty()) {
            byte[] octets = arriving.remove();
            ByteBuf in = buffers.directBuffer(octets.length).writeBytes(octets);
            pipeline().fireChannelRead(in);
            pipeline().fireChannelReadComplete();
        }
        if (isOpen() && finArrived && !inputShut && arriving.isEmpty() && config().isAutoRead()) {
            inputShut = true;
            if (config().isAllowHalfClosure()) {
                pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
            } else {
                ChannelFuture unused = close();
            }
        }
    }

    /** FIN, behind what was sent. */
    public void peerCloses() {
        finArrived = true;
        deliver();
    }

    public void peerResets() {
        pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
        ChannelFuture unused = close();
    }

    /** What the channel has sent since it was asked last. */
    public byte[] sent() {
        byte[] octets = sent.toByteArray();
        sent.reset();
        return octets;
    }

    /** Copied at once, as a kernel does: secrets are overwritten when they have been written. */
    @Override
    protected void handleOutboundMessage(Object message) {
        ByteBuf out = (ByteBuf) message;
        byte[] part = new byte[out.readableBytes()];
        out.readBytes(part);
        out.release();
        sent.writeBytes(part);
    }

    /** Whether the peer has seen a FIN or a reset. */
    public boolean ended() {
        return !isOpen() || outputShut;
    }

    // The channel

    @Override
    public boolean isActive() {
        return connected && super.isActive();
    }

    @Override
    public ChannelFuture connect(SocketAddress address, ChannelPromise promise) {
        if (refuses) {
            promise.setFailure(new ConnectException("Connection refused"));
        } else {
            connected = true;
            promise.setSuccess();
            pipeline().fireChannelActive();
        }
        return promise;
    }

    @Override
    public SocketChannelConfig config() {
        SocketChannelConfig made = configuration;
        if (made == null) {
            made = new DefaultSocketChannelConfig(this, new NoSocket());
            configuration = made;
        }
        return made;
    }

    @Override
    public @Nullable ServerSocketChannel parent() {
        return null;
    }

    @Override
    public InetSocketAddress localAddress() {
        return new InetSocketAddress(25);
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public boolean isInputShutdown() {
        return inputShut;
    }

    @Override
    public ChannelFuture shutdownInput() {
        return shutdownInput(newPromise());
    }

    @Override
    public ChannelFuture shutdownInput(ChannelPromise promise) {
        inputShut = true;
        return promise.setSuccess();
    }

    @Override
    public boolean isOutputShutdown() {
        return outputShut;
    }

    @Override
    public ChannelFuture shutdownOutput() {
        return shutdownOutput(newPromise());
    }

    @Override
    public ChannelFuture shutdownOutput(ChannelPromise promise) {
        outputShut = true;
        return promise.setSuccess();
    }

    @Override
    public boolean isShutdown() {
        return inputShut && outputShut;
    }

    @Override
    public ChannelFuture shutdown() {
        return shutdown(newPromise());
    }

    @Override
    public ChannelFuture shutdown(ChannelPromise promise) {
        inputShut = true;
        return shutdownOutput(promise);
    }

    /** Takes options and does nothing. */
    private static final class NoSocket extends Socket {
        @Override
        public void setTcpNoDelay(boolean on) {
            // There is nothing to delay.
        }

        @Override
        public void setKeepAlive(boolean on) {
            // There is nothing to keep alive.
        }
    }
}
