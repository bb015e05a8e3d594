package org.sekisho.transcript;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sekisho.testing.EmbeddedSocket;

/** The client of a transcript: sends octets, in clear text or under TLS, and keeps what it gets. */
final class ScriptedClient {
    private final EmbeddedSocket socket;
    private Optional<EmbeddedChannel> tls = Optional.empty();
    final StringBuilder received = new StringBuilder();

    ScriptedClient(EmbeddedSocket socket) {
        this.socket = socket;
    }

    void startTls(SslContext context) {
        EmbeddedChannel client = new EmbeddedChannel();
        client.pipeline().addLast(context.newHandler(client.alloc()));
        tls = Optional.of(client);
        work();
    }

    void send(byte[] octets) {
        if (tls.isPresent()) {
            tls.get().writeOutbound(Unpooled.wrappedBuffer(octets));
            work();
        } else {
            socket.peerSends(octets);
        }
    }

    void close() {
        socket.peerCloses();
    }

    void reset() {
        socket.peerResets();
    }

    boolean left() {
        return socket.ended();
    }

    /** Takes what the proxy has sent; says whether there was any. */
    boolean work() {
        socket.deliver();
        byte[] sent = socket.sent();
        if (tls.isEmpty()) {
            received.append(Octets.of(sent));
            return sent.length > 0;
        }
        EmbeddedChannel client = tls.get();
        if (sent.length > 0) {
            client.writeInbound(Unpooled.wrappedBuffer(sent));
        }
        received.append(Octets.of(drain(client::readInbound)));
        byte[] answer = drain(client::readOutbound);
        if (answer.length > 0) {
            socket.peerSends(answer);
        }
        return sent.length > 0 || answer.length > 0;
    }

    private static byte[] drain(Supplier<@Nullable ByteBuf> queue) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (ByteBuf part = queue.get(); part != null; part = queue.get()) {
            byte[] bytes = new byte[part.readableBytes()];
            part.readBytes(bytes);
            part.release();
            octets.writeBytes(bytes);
        }
        return octets.toByteArray();
    }

    void release() {
        tls.ifPresent(EmbeddedChannel::finishAndReleaseAll);
    }
}
