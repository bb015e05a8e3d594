package org.sekisho.net.io;

import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.channels.spi.SelectorProvider;
import java.util.function.Function;

/**
 * How bytes move: epoll where it works, NIO elsewhere.
 *
 * @param name for the log
 * @param serverChannel for an address to listen on: 0.0.0.0 is every IPv4 address, and no IPv6 address
 */
public record Transport(
        String name,
        EventLoopGroup loops,
        Function<InetAddress, ServerChannel> serverChannel,
        ChannelFactory<? extends SocketChannel> socketChannel) {

    /** Event loops for this machine: as many as it has processors. */
    public static Transport best() {
        return Epoll.isAvailable() ? epoll() : nio();
    }

    private static Transport epoll() {
        return new Transport(
                "epoll",
                new MultiThreadIoEventLoopGroup(threads(), named(), EpollIoHandler.newFactory()),
                address -> new EpollServerSocketChannel(family(address)),
                EpollSocketChannel::new);
    }

    public static Transport nio() {
        return new Transport(
                "nio",
                new MultiThreadIoEventLoopGroup(threads(), named(), NioIoHandler.newFactory()),
                address -> new NioServerSocketChannel(SelectorProvider.provider(), family(address)),
                NioSocketChannel::new);
    }

    /** Whether the end of a peer is told though octets before it have not been read: epoll does that, NIO does not. */
    public static boolean tellsOfTheEnd(SocketChannel channel) {
        return channel instanceof EpollSocketChannel;
    }

    private static SocketProtocolFamily family(InetAddress address) {
        return address instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
    }

    private static int threads() {
        return Math.max(2, Runtime.getRuntime().availableProcessors());
    }

    private static DefaultThreadFactory named() {
        return new DefaultThreadFactory("sekisho-loop", true);
    }
}
