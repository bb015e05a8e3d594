package org.sekisho.transcript;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFactory;
import io.netty.channel.socket.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sekisho.net.codec.ProxyHeader;
import org.sekisho.testing.EmbeddedSocket;

/**
 * The mail server of a transcript. Unless the transcript shows them, it greets and answers EHLO by itself; a connection
 * that introduces itself with the proxy's own name is a probe, and never seen by the transcript.
 */
final class ScriptedUpstream implements ChannelFactory<SocketChannel> {
    static final String PROXY = "mx.example.org";

    /** What a probe begins with where clients are told by PROXY headers. */
    private static final String PROBES_HEADER = Octets.of(ProxyHeader.encodeLocal());

    private final ByteBufAllocator buffers;
    private final boolean openingShown;
    private final String promised;
    private final String offered;

    private final List<Connection> connections = new ArrayList<>();
    private boolean probing = true;
    private boolean refuses;
    private int probes;
    private int taken;

    ScriptedUpstream(ByteBufAllocator buffers, Transcript transcript) {
        this.buffers = buffers;
        openingShown = transcript.setting("opening", "hidden").equals("shown");
        offered = transcript.setting(
                "upstream", "PIPELINING, SIZE 10240000, 8BITMIME, SMTPUTF8, DSN, ENHANCEDSTATUSCODES, CHUNKING");
        promised = transcript.setting("promised", offered);
    }

    /** One connection of the proxy. */
    final class Connection {
        final EmbeddedSocket socket;
        final StringBuilder received = new StringBuilder();
        private boolean greeted;
        private boolean introduced;
        private boolean probe;

        Connection(EmbeddedSocket socket) {
            this.socket = socket;
            probe = probing;
        }

        boolean session() {
            return !probe && (openingShown || introduced);
        }

        private boolean work() {
            boolean progress = false;
            byte[] sent = socket.sent();
            received.append(Octets.of(sent));
            if (openingShown && !probe) {
                return sent.length > 0;
            }
            if (!greeted && socket.isActive()) {
                greeted = true;
                progress = true;
                send("220 mta.example.org ESMTP");
            }
            if (received.indexOf(PROBES_HEADER) == 0) {
                received.delete(0, PROBES_HEADER.length());
            }
            if (!introduced && received.toString().endsWith("\r\n")) {
                introduced = true;
                progress = true;
                probe = received.toString().equals("EHLO " + PROXY + "\r\n");
                boolean extended = received.toString().startsWith("EHLO ");
                received.setLength(0);
                send(extended ? ehlo(probe ? promised : offered) : "250 mta.example.org");
                probes += probe ? 1 : 0;
            }
            if (probe && received.toString().equals("QUIT\r\n")) {
                received.setLength(0);
                progress = true;
                send("221 2.0.0 Bye");
            }
            return progress;
        }

        private void send(String lines) {
            socket.peerSends(Octets.bytes(lines + "\r\n"));
        }
    }

    private static String ehlo(String keywords) {
        List<String> lines = new ArrayList<>(List.of("mta.example.org"));
        Arrays.stream(keywords.split(","))
                .map(String::trim)
                .filter(word -> !word.isEmpty())
                .forEach(lines::add);
        String all = lines.stream().map(line -> "250-" + line).collect(Collectors.joining("\r\n"));
        int last = all.lastIndexOf("250-");
        return all.substring(0, last) + "250 " + all.substring(last + 4);
    }

    @Override
    public SocketChannel newChannel() {
        EmbeddedSocket socket = EmbeddedSocket.connecting(buffers, refuses);
        if (!refuses) {
            connections.add(new Connection(socket));
        }
        return socket;
    }

    /** Answers what needs no transcript; says whether it did anything. */
    boolean work() {
        boolean progress = false;
        for (Connection connection : List.copyOf(connections)) {
            progress |= connection.work();
            connection.socket.deliver();
        }
        return progress;
    }

    /** From now on a connection is a session's, unless it introduces itself as the proxy. */
    void probed() {
        probing = false;
        probes = 0;
    }

    void refuse(boolean refusing) {
        refuses = refusing;
    }

    /** The next connection that a session has made. */
    Optional<Connection> next() {
        List<Connection> usable =
                connections.stream().filter(Connection::session).toList();
        return taken < usable.size() ? Optional.of(usable.get(taken++)) : Optional.empty();
    }

    /** Whether it was probed since this was asked last. */
    boolean probedAgain() {
        boolean again = probes > 0;
        probes = 0;
        return again;
    }

    void close() {
        List.copyOf(connections).forEach(connection -> {
            connection.socket.sent();
            connection.socket.peerCloses();
        });
    }
}
