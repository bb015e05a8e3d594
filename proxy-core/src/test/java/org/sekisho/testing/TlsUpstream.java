package org.sekisho.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server that can go on in TLS: a script serves each connection on a thread of its own. */
public final class TlsUpstream implements AutoCloseable {
    /** What is said on one connection; it is closed when this returns. */
    @FunctionalInterface
    public interface Script {
        void serve(Peer peer) throws IOException;
    }

    private final ServerSocket server;
    private final Script script;
    private final List<Peer> peers = new CopyOnWriteArrayList<>();

    public TlsUpstream(Script script) {
        this.script = script;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("upstream", this::acceptAll);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** The connection of that number, from 0, as soon as there is one. */
    public Peer peer(int number) {
        return Await.value(
                "the upstream has connection " + number,
                () -> peers.size() > number ? Optional.of(peers.get(number)) : Optional.empty());
    }

    public int connections() {
        return peers.size();
    }

    /** Returns when the first connection, the proxy's probe, has said QUIT: it knows then what is offered here. */
    public TlsUpstream awaitProbe() {
        Await.until("the upstream has been probed", () -> peer(0).heard().contains("QUIT"));
        return this;
    }

    private void acceptAll() {
        try {
            while (true) {
                Peer peer = new Peer(server.accept());
                peers.add(peer);
                start("upstream-" + peers.size(), () -> peer.run(script));
            }
        } catch (IOException closed) {
            peers.forEach(Peer::cut);
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        peers.forEach(Peer::cut);
    }

    /** One connection, seen from the upstream. */
    public static final class Peer {
        private final List<String> heard = new CopyOnWriteArrayList<>();
        private volatile Socket socket;
        private volatile boolean ended;
        private volatile boolean secured;
        private InputStream in;

        private Peer(Socket socket) throws IOException {
            this.socket = socket;
            in = new BufferedInputStream(socket.getInputStream());
        }

        private void run(Script script) {
            Socket first = socket;
            try (first) {
                script.serve(this);
                if (secured) {
                    socket.close();
                }
            } catch (IOException left) {
                heard.add("!" + left.getMessage());
            } finally {
                ended = true;
            }
        }

        /** All lines that came, without CRLF, a message's own among them. */
        public List<String> heard() {
            return heard;
        }

        /** Returns when this line has come. */
        public Peer awaitLine(String line) {
            Await.until("the upstream has heard '" + line + "'", () -> heard.contains(line));
            return this;
        }

        /** Whether the connection is over. */
        public boolean ended() {
            return ended;
        }

        public boolean secured() {
            return secured;
        }

        /** The next line; it must end with CRLF. */
        public String line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int octet = in.read(); octet != '\r'; octet = in.read()) {
                if (octet < 0 || octet == '\n') {
                    throw new EOFException(octet < 0 ? "end of stream after '" + line + "'" : "a bare LF");
                }
                line.write(octet);
            }
            if (in.read() != '\n') {
                throw new EOFException("a bare CR");
            }
            String text = line.toString(StandardCharsets.ISO_8859_1);
            heard.add(text);
            return text;
        }

        /** Sends the lines, each with CRLF, in one write. */
        public void say(String... lines) throws IOException {
            send(String.join("\r\n", lines) + "\r\n");
        }

        public void send(String octets) throws IOException {
            socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        }

        /** Shakes hands as the server. */
        public void startTls(SSLContext context) throws IOException {
            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, in, true);
            tls.startHandshake();
            socket = tls;
            in = new BufferedInputStream(tls.getInputStream());
            secured = true;
        }

        /** Closes at once. */
        public void cut() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
