package org.sekisho.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One connection to a {@link ScriptedUpstream}: what it received, and what a script can do to it. Text is ISO 8859-1, so
 * that each character is one octet.
 */
public final class UpstreamTalk {
    private final ScriptedUpstream server;
    private final Socket socket;
    private final InputStream in;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);

    UpstreamTalk(ScriptedUpstream server, Socket socket) throws IOException {
        this.server = server;
        this.socket = socket;
        in = new BufferedInputStream(socket.getInputStream(), 65_536);
    }

    /** Every octet that came. */
    public String received() {
        synchronized (received) {
            return received.toString(StandardCharsets.ISO_8859_1);
        }
    }

    /** The command lines that came, without their CRLF. */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    /** The messages that came whole, dot-stuffed as they were, without their terminator. */
    public List<String> messages() {
        return List.copyOf(messages);
    }

    public boolean over() {
        return over.getCount() == 0;
    }

    /** Waits until the connection has ended, and returns everything that came. */
    public String awaitEnd() {
        try {
            if (!over.await(Await.LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the proxy keeps the connection open; received so far: " + received());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return received();
    }

    // For scripts

    /** Sends the characters as octets, nothing added. */
    public void send(String octets) throws IOException {
        send(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
    }

    /** Sends the octets one by one, each in a segment of its own. */
    public String sendCut(String octets) throws IOException {
        for (int i = 0; i < octets.length(); i++) {
            send(octets.substring(i, i + 1));
        }
        return "";
    }

    /** What comes next, unrecorded, for a script that reads by itself. */
    public InputStream input() {
        return in;
    }

    /** Reads so many octets, or fewer if the connection ends; they count as received. */
    public void take(long octets) throws IOException {
        for (long left = octets; left > 0 && read() >= 0; left--) {
            // Reading records.
        }
    }

    /** Reads a message to its end; it is not recorded, as it may be large. Returns the octets it had, stuffing included. */
    public long skipMessage() throws IOException {
        return skipMessage((buffer, length) -> {});
    }

    /** What looks at the octets of a message as they come, terminator included. */
    @FunctionalInterface
    public interface Reader {
        void read(byte[] buffer, int length);
    }

    /** The same, shown to a reader piece by piece. */
    public long skipMessage(Reader reader) throws IOException {
        byte[] buffer = new byte[65_536];
        byte[] end = "\r\n.\r\n".getBytes(StandardCharsets.ISO_8859_1);
        byte[] last = {0, 0, 0, '\r', '\n'};
        long octets = 0;
        while (!Arrays.equals(last, end)) {
            int length = in.read(buffer);
            if (length < 0) {
                throw new IOException("the proxy has closed the connection");
            }
            reader.read(buffer, length);
            octets += length;
            for (int i = Math.max(0, length - last.length); i < length; i++) {
                System.arraycopy(last, 1, last, 0, last.length - 1);
                last[last.length - 1] = buffer[i];
            }
        }
        return octets - ".\r\n".length();
    }

    /** Says nothing more until the proxy goes away. */
    public String silence() throws IOException {
        while (read() >= 0) {
            // Reading records.
        }
        return "";
    }

    /** Reads nothing more; waits until the test is over. */
    public String deafness() {
        awaitEnd();
        return "";
    }

    /** Sends RST. */
    public String reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
        return "";
    }

    public String close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        over.countDown();
        return "";
    }

    // The conversation

    void run() {
        try {
            converse();
        } catch (IOException gone) {
            // The proxy or the script has ended the connection: what was received tells the test what it needs.
            return;
        } finally {
            close();
        }
    }

    private void converse() throws IOException {
        answer(ScriptedUpstream.GREETING, "");
        while (!socket.isClosed()) {
            String line = readLine();
            commands.add(line);
            String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
            String reply = answer(verb, line);
            if (verb.equals("DATA") && reply.startsWith("354")) {
                messages.add(readMessage());
                answer(ScriptedUpstream.END_OF_DATA, ".");
            } else if (verb.equals("QUIT")) {
                return;
            }
        }
    }

    private String answer(String verb, String line) throws IOException {
        String reply = server.answerTo(verb).to(this, line);
        send(reply);
        return reply;
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < 2 || line.charAt(line.length() - 2) != '\r' || line.charAt(line.length() - 1) != '\n') {
            line.append((char) readOrEnd());
        }
        return line.substring(0, line.length() - 2);
    }

    private String readMessage() throws IOException {
        StringBuilder message = new StringBuilder("\r\n");
        while (!message.substring(Math.max(0, message.length() - 5)).equals("\r\n.\r\n")) {
            message.append((char) readOrEnd());
        }
        return message.substring(2, message.length() - 3);
    }

    private int readOrEnd() throws IOException {
        int octet = read();
        if (octet < 0) {
            throw new IOException("the proxy has closed the connection");
        }
        return octet;
    }

    private int read() throws IOException {
        int octet = in.read();
        if (octet >= 0) {
            synchronized (received) {
                received.write(octet);
            }
        }
        return octet;
    }

    @Override
    public String toString() {
        return commands.toString();
    }
}
