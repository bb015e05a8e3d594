package org.sekisho.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * An SMTP client that sends exactly the bytes it is told and reads replies strictly: CRLF only, one code a reply. Text is
 * ISO 8859-1, so that each character is one octet. Every read has a deadline of {@link Await#LIMIT}.
 */
public final class RawClient implements AutoCloseable {
    private final Socket wire;
    private Socket socket;
    private InputStream in;

    private RawClient(Socket socket) throws IOException {
        this.wire = socket;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects and reads nothing. */
    public static RawClient connect(InetSocketAddress server) {
        return connect(new InetSocketAddress(0), server);
    }

    /** Connects from that address of this machine, where port 0 is any, and reads nothing. */
    public static RawClient connect(InetSocketAddress from, InetSocketAddress server) {
        try {
            Socket socket = new Socket();
            socket.bind(from);
            socket.connect(server, (int) Await.LIMIT.toMillis());
            socket.setSoTimeout((int) Await.LIMIT.toMillis());
            socket.setTcpNoDelay(true);
            return new RawClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot connect to " + server, e);
        }
    }

    /** Sends the characters as octets, nothing added. */
    public RawClient send(String octets) {
        return send(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawClient send(byte[] octets) {
        try {
            socket.getOutputStream().write(octets);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends the lines in one write, each with CRLF. */
    public RawClient sendLines(String... lines) {
        return send(String.join("\r\n", lines) + "\r\n");
    }

    /** Sends the line with CRLF and returns the reply. */
    public String command(String line) {
        return send(line + "\r\n").reply();
    }

    /** Sends the line with CRLF and fails unless the reply begins like this. */
    public RawClient command(String line, String replyStart) {
        String reply = command(line);
        if (!reply.startsWith(replyStart)) {
            throw new AssertionError(
                    "the reply to '" + line + "' should start with '" + replyStart + "', is: " + reply);
        }
        return this;
    }

    /** Reads one reply and fails unless it begins like this. */
    public RawClient expect(String replyStart) {
        String reply = reply();
        if (!reply.startsWith(replyStart)) {
            throw new AssertionError("the reply should start with '" + replyStart + "', is: " + reply);
        }
        return this;
    }

    /** Fails if anything comes within this time. */
    public RawClient expectSilence(Duration time) {
        try {
            socket.setSoTimeout((int) time.toMillis());
            int octet = in.read();
            throw new AssertionError(octet < 0 ? "the server closed the connection" : "the server said something");
        } catch (SocketTimeoutException silence) {
            return withDeadline();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RawClient withDeadline() {
        try {
            socket.setSoTimeout((int) Await.LIMIT.toMillis());
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One whole reply, its lines joined by LF. */
    public String reply() {
        List<String> lines = new ArrayList<>();
        do {
            lines.add(line());
        } while (continues(lines.get(lines.size() - 1)));
        String code = lines.get(0).substring(0, 3);
        if (!lines.stream().allMatch(line -> line.startsWith(code))) {
            throw new AssertionError("one reply with several codes: " + lines);
        }
        return String.join("\n", lines);
    }

    private static boolean continues(String line) {
        if (!line.matches("(?s)[2-5][0-9][0-9]([ -].*)?")) {
            throw new AssertionError("not a line of an SMTP reply: '" + line + "'");
        }
        return line.length() > 3 && line.charAt(3) == '-';
    }

    private String line() {
        try {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            while (true) {
                int octet = in.read();
                if (octet < 0) {
                    throw new AssertionError("the server closed the connection; before that: '" + line + "'");
                }
                if (octet == '\r') {
                    if (in.read() != '\n') {
                        throw new AssertionError("a bare CR in a reply, after '" + line + "'");
                    }
                    return line.toString(StandardCharsets.ISO_8859_1);
                }
                if (octet == '\n') {
                    throw new AssertionError("a bare LF in a reply, after '" + line + "'");
                }
                line.write(octet);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything up to the end of the stream; a reset counts as the end. */
    public String rest() {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                rest.write(octet);
            }
        } catch (SocketTimeoutException e) {
            throw new UncheckedIOException("the server keeps the connection open", e);
        } catch (IOException e) {
            // A reset: the peer has closed with our octets unread.
        }
        return rest.toString(StandardCharsets.ISO_8859_1);
    }

    /** The octets that have come, at least one; none at the end of the stream. */
    public byte[] receive() {
        try {
            byte[] buffer = new byte[16_384];
            int count = in.read(buffer);
            return Arrays.copyOf(buffer, Math.max(0, count));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Goes on in TLS; what the context trusts is the test's choice. */
    public RawClient startTls(SSLContext context, String serverName) {
        try {
            SSLSocket tls =
                    (SSLSocket) context.getSocketFactory().createSocket(socket, serverName, socket.getPort(), true);
            tls.startHandshake();
            socket = tls;
            in = new BufferedInputStream(tls.getInputStream());
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends FIN: nothing more will be sent, replies can still be read. */
    public RawClient halfClose() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends RST, whatever TLS would have to say. */
    public void reset() {
        try {
            wire.setSoLinger(true, 0);
            wire.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public InetSocketAddress localAddress() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
