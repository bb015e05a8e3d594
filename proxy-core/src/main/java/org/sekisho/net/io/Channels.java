package org.sekisho.net.io;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Operations whose failure nobody has to look for: a write or close that fails ends the channel, and its handlers hear of
 * that.
 */
public final class Channels {
    private Channels() {}

    /** Writes without flushing, and takes the buffer over. */
    public static void write(Channel channel, ByteBuf bytes) {
        ChannelFuture unused = channel.write(bytes, channel.voidPromise());
    }

    public static void close(Channel channel) {
        ChannelFuture unused = channel.close();
    }

    /** Sends our FIN, and goes on reading. */
    public static void shutdownOutput(DuplexChannel channel) {
        ChannelFuture unused = channel.shutdownOutput();
    }

    /** Ends the threads of event loops that have nothing left to do. */
    public static Future<?> shutdown(EventLoopGroup loops) {
        return loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
