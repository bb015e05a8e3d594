package org.sekisho.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that misbehaves as it is told, on a port of its own. Without a script it is a good server that takes
 * everything; {@link #on} replaces what it says to one command, from then on and on every connection.
 *
 * <p>Each connection has a thread, so that a script may simply wait, for a latch for instance. What a connection received
 * is kept octet by octet.
 */
public final class ScriptedUpstream implements AutoCloseable {
    /** The pseudo-command that is answered when a client connects. */
    public static final String GREETING = "GREETING";
    /** The pseudo-command that is answered when the terminator of a message has come. */
    public static final String END_OF_DATA = ".";

    private static final int BACKLOG = 2_048;

    /** What the server does at a command: the octets that it returns are sent as they are. */
    @FunctionalInterface
    public interface Answer {
        String to(UpstreamTalk talk, String command) throws IOException;

        /** Answers one after the other, and the last one from then on. */
        static Answer inTurn(String... replies) {
            return new Answer() {
                private int next;

                @Override
                public synchronized String to(UpstreamTalk talk, String command) {
                    return replies[Math.min(next++, replies.length - 1)];
                }
            };
        }
    }

    private final ServerSocket server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private @Nullable Thread acceptor;
    private final List<UpstreamTalk> talks = new CopyOnWriteArrayList<>();

    private ScriptedUpstream(ServerSocket server) {
        this.server = server;
        on(GREETING, "220 upstream.test ESMTP\r\n");
        on("HELO", "250 upstream.test\r\n");
        offering("PIPELINING", "SIZE 10000000000", "8BITMIME", "ENHANCEDSTATUSCODES", "DSN", "SMTPUTF8", "CHUNKING");
        on("XCLIENT", "220 upstream.test ESMTP\r\n");
        on("MAIL", "250 2.1.0 Ok\r\n");
        on("RCPT", "250 2.1.5 Ok\r\n");
        on("DATA", "354 Go ahead\r\n");
        on(END_OF_DATA, "250 2.0.0 Ok: queued as SCRIPTED\r\n");
        on("RSET", "250 2.0.0 Ok\r\n");
        on("NOOP", "250 2.0.0 Ok\r\n");
        on("QUIT", "221 2.0.0 Bye\r\n");
    }

    /** Listens on a loopback port that the system chooses. */
    public static ScriptedUpstream start() {
        try {
            ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
            ScriptedUpstream upstream = new ScriptedUpstream(server);
            upstream.acceptor = daemon("scripted-upstream", upstream::accept);
            return upstream;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces the answer to a command by octets, which are sent as they are. */
    public ScriptedUpstream on(String verb, String octets) {
        return on(verb, (talk, command) -> octets);
    }

    /** Replaces what happens at a command. */
    public ScriptedUpstream on(String verb, Answer answer) {
        answers.put(verb, answer);
        return this;
    }

    /** Replaces the keywords in the reply to EHLO. */
    public ScriptedUpstream offering(String... keywords) {
        return on("EHLO", (talk, command) -> ehloReply(keywords));
    }

    private static String ehloReply(String... keywords) {
        StringBuilder reply = new StringBuilder("250");
        String line = "upstream.test";
        for (String keyword : keywords) {
            reply.append('-').append(line).append("\r\n250");
            line = keyword;
        }
        return reply.append(' ').append(line).append("\r\n").toString();
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** Every connection that there has been, in the order of their coming. */
    public List<UpstreamTalk> talks() {
        return List.copyOf(talks);
    }

    public long open() {
        return talks.stream().filter(talk -> !talk.over()).count();
    }

    /** The first connection that has received this text; waits for it. */
    public UpstreamTalk talkWith(String text) {
        return Await.value(
                "a connection received '" + text + "'; there are " + talks,
                () -> talks.stream()
                        .filter(talk -> talk.received().contains(text))
                        .findFirst());
    }

    /** The connection with this number, counted from 0; waits for it. */
    public UpstreamTalk talk(int number) {
        return Await.value(
                "connection " + number + " was made",
                () -> number < talks.size() ? Optional.of(talks.get(number)) : Optional.empty());
    }

    Answer answerTo(String verb) {
        return answers.getOrDefault(verb, (talk, command) -> "500 5.5.2 Unknown command\r\n");
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                UpstreamTalk talk = new UpstreamTalk(this, socket);
                talks.add(talk);
                Thread unused = daemon("scripted-upstream-talk", talk::run);
            } catch (IOException closed) {
                // The test is over, or the peer has gone already: there is nothing to serve.
            }
        }
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Takes no more connections, and closes those there are. */
    @Override
    public void close() {
        refuseConnections();
        talks.forEach(UpstreamTalk::close);
    }

    /** From now on nobody listens on the port. */
    public void refuseConnections() {
        try {
            server.close();
            if (acceptor != null) {
                // Until it has noticed, the system would go on completing connections.
                acceptor.join();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
